from datetime import UTC, datetime

import pytest
from django.utils import translation

from dreiklang.foundation import dates

WINTER, SUMMER = datetime(2024, 11, 8, 16, tzinfo=UTC), datetime(2024, 7, 1, 22, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield


def test_a_day_is_said_in_full():
    assert dates.day(WINTER) == "Freitag, 8. November 2024"
    assert dates.short_day(WINTER) == "8. November 2024"
    assert dates.moment(WINTER) == "8. November 2024, 17:00 Uhr"


def test_a_day_is_that_of_the_house_and_not_of_greenwich():
    assert dates.day(SUMMER) == "Dienstag, 2. Juli 2024" and dates.clock(SUMMER) == "00:30"


def test_a_span_names_the_day_once_where_it_is_the_same():
    assert dates.span(WINTER, WINTER.replace(hour=18)) == "Freitag, 8. November 2024, 17:00 bis 19:00 Uhr"


def test_a_span_of_several_days_names_both():
    assert dates.span(WINTER, WINTER.replace(day=9, hour=12)) == (
        "Freitag, 8. November 2024, 17:00 Uhr, bis Samstag, 9. November 2024, 13:00 Uhr"
    )


def test_a_span_over_midnight_here_has_two_days_even_if_it_is_one_in_greenwich():
    assert "bis Dienstag, 2. Juli" in dates.span(SUMMER.replace(hour=20), SUMMER)


def test_in_english_days_are_written_as_the_english_do():
    with translation.override("en"):
        assert dates.day(WINTER) == "Friday, 8 November 2024" and dates.short_day(WINTER) == "8 November 2024"
