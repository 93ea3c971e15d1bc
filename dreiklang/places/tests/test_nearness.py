from math import exp

import pytest

from dreiklang.places.models import Municipality
from dreiklang.places.nearness import closeness, near
from dreiklang.places.tests.makers import a_district, a_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return a_municipality("Musterlingen", "98115003", population=9000)


def names(place, **kwargs) -> list[str]:
    return [found.municipality.name for found in near(place, **kwargs)]


def test_the_nearest_in_size_comes_first(here):
    a_municipality("Doppelt", "98115004", population=18_000)
    a_municipality("Halb", "98115005", population=4_000)
    a_municipality("Fast gleich", "98115006", population=9100)
    assert names(here) == ["Fast gleich", "Doppelt", "Halb"]


def test_another_kind_and_another_land_are_farther(here):
    a_municipality("Stadt", "98115004", kind="stadt", population=9000)
    a_municipality("Anderswo", "97115004", population=9000)
    a_municipality("Hier", "98115005", population=9500)
    a_municipality("Landkreis", "98115000", kind="landkreis", population=9000)
    assert names(here) == ["Hier", "Stadt", "Anderswo", "Landkreis"]


def test_the_reasons_are_said_in_german(here):
    a_municipality("Nachbarort", "98115004", population=9100)
    a_municipality("Kleinau", "98116001", population=900)
    a_municipality("Stadt", "97115004", kind="stadt", population=40_000)
    assert {found.municipality.name: found.reasons for found in near(here)} == {
        "Nachbarort": [
            "ähnlich viele Einwohnerinnen und Einwohner (9.100)", "auch eine Gemeinde", "im selben Landkreis",
        ],
        "Kleinau": ["weniger Einwohnerinnen und Einwohner (900)", "auch eine Gemeinde", "im selben Land"],
        "Stadt": ["mehr Einwohnerinnen und Einwohner (40.000)"],
    }  # fmt: skip


def test_every_pair_of_kinds_has_its_weight():
    for number, (kind, _name) in enumerate(Municipality.KINDS):
        a_municipality(f"Ort {number}", f"9811500{number}", kind=kind)
    for place in Municipality.objects.all():
        assert len(near(place)) == 3


def test_equal_ones_come_in_the_order_of_their_keys_and_distance_grows(here):
    for number in (7, 5, 6):
        a_municipality(f"Ort {number}", f"9811500{number}", population=9000)
    assert names(here) == names(here) == ["Ort 5", "Ort 6", "Ort 7"]
    a_municipality("Weit", "98115009", population=90_000)
    distances = [found.distance for found in near(here)]
    assert distances == sorted(distances) and distances[0] == 0 < distances[-1]


def test_neither_itself_nor_what_is_no_longer_current_nor_what_is_empty_is_near(here):
    a_municipality("Früher", "98115004", is_current=False)
    a_municipality("Leer", "98115005", population=0)
    assert near(here) == []


def test_invented_municipalities_stay_among_themselves(here):
    invented = a_municipality("Erfunden", "99115003", district=a_district(is_fictional=True))
    assert near(here) == near(invented) == []


def test_a_place_without_inhabitants_has_neighbours_too(here):
    assert names(a_municipality("Leer", "98115005", population=0)) == ["Musterlingen"]


def test_not_more_than_asked_for_and_as_many_queries_for_three_as_for_one(here, django_assert_num_queries):
    here = Municipality.objects.with_district().get(pk=here.pk)
    for number in range(4, 9):
        a_municipality(f"Ort {number}", f"9811500{number}")
    for limit in (1, 3):
        with django_assert_num_queries(1):
            assert len(names(here, limit=limit)) == limit


def test_two_at_hand_are_as_close_as_the_database_says(here):
    a_municipality("Stadt", "98115004", kind="stadt", population=40_000)
    a_municipality("Anderswo", "97115004", population=900)
    a_municipality("Landkreis", "98115000", kind="landkreis", population=90_000)
    for found in near(here):
        assert closeness(here, found.municipality) == pytest.approx(exp(-found.distance))
    assert closeness(here, here) == 1
