from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from dreiklang.foundation.text import to_html
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.letters.quiet_hours import next_working_moment
from dreiklang.letters.tests.makers import a_template

pytestmark = [pytest.mark.django_db, pytest.mark.once]

BERLIN = ZoneInfo("Europe/Berlin")
GREETING = "Neu: {{ title }}\nGuten Tag {{ name }},\n\nes gibt **{{ title }}**.\n\n"


@pytest.fixture(autouse=True)
def in_baden_wuerttemberg(settings):
    settings.LAND = "BW"


def test_the_first_line_is_the_subject_and_the_rest_the_text(monkeypatch):
    letter = write("ben@example.org", a_template(monkeypatch, GREETING), {"title": "Werkstatt", "name": "Ben"})
    assert letter.subject == "Neu: Werkstatt"
    assert letter.text == "Guten Tag Ben,\n\nes gibt **Werkstatt**.\n"
    assert (letter.to, letter.state, letter.attempts) == ("ben@example.org", Letter.WAITING, 0)


def test_what_is_printed_into_a_letter_is_text_and_the_subject_says_it_letter_for_letter(monkeypatch):
    title, name = "*A* [b](https://boese.example) <i> C_d_e & O'Neil", "**Ben** `x`"
    letter = write("ben@example.org", a_template(monkeypatch, GREETING), {"title": title, "name": name})
    assert letter.subject == f"Neu: {title}"
    assert "\\*\\*Ben\\*\\*" in letter.text and "[b](https" not in letter.text


def test_only_what_a_template_calls_its_own_is_markdown(monkeypatch):
    """The counter-test of the one above: the escaping is what keeps a name from becoming a link."""
    template = a_template(monkeypatch, "Neu\n{{ name|html }} und {{ name }}\n")
    letter = write("ben@example.org", template, {"name": "[b](https://boese.example)"})
    assert letter.text == "[b](https://boese.example) und \\[b\\](https://boese.example)\n"


def test_a_subject_is_one_line_and_not_longer_than_its_column(monkeypatch):
    template = a_template(monkeypatch, "{{ title }}\nText\n")
    assert write("ben@example.org", template, {"title": "Eins\r\tBcc: alle@example.org"}).subject == (
        "Eins Bcc: alle@example.org"
    )
    long = write("ben@example.org", template, {"title": "ä" * 300})
    assert long.subject == "ä" * 200
    long.refresh_from_db()
    assert long.subject == "ä" * 200


def test_a_letter_is_written_in_the_language_of_its_reader(monkeypatch):
    template = a_template(monkeypatch, '{{ _("Monday") }}\n{{ _("Sunday") }}\n')
    german, english = write("ben@example.org", template, {}), write("ben@example.org", template, {}, language="en")
    assert (german.language, german.subject, german.text) == ("de", "Montag", "Sonntag\n")
    assert (english.language, english.subject, english.text) == ("en", "Monday", "Sunday\n")


def test_the_recipient_is_an_opaque_id_and_the_calendar_comes_along(monkeypatch):
    template, someone = a_template(monkeypatch, "Neu\nText\n"), uuid4()
    letter = write("ben@example.org", template, {}, recipient=someone, calendar=("CANCEL", "BEGIN:VCALENDAR"))
    letter.refresh_from_db()
    assert letter.recipient == str(someone)
    assert (letter.calendar_method, letter.calendar) == ("CANCEL", "BEGIN:VCALENDAR")
    bare = write("ben@example.org", template, {})
    assert (bare.recipient, bare.calendar_method, bare.calendar) == ("", "", "")


def test_a_template_that_lacks_a_word_writes_nothing(monkeypatch):
    with pytest.raises(Exception, match="'name' is undefined"):
        write("ben@example.org", a_template(monkeypatch, GREETING), {"title": "Werkstatt"})
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "now, leaves",
    [
        ("Wed 2026-11-04 07:00", "Wed 2026-11-04 07:00"),
        ("Wed 2026-11-04 10:15", "Wed 2026-11-04 10:15"),
        ("Wed 2026-11-04 18:59", "Wed 2026-11-04 18:59"),
        ("Wed 2026-11-04 00:00", "Wed 2026-11-04 07:00"),
        ("Wed 2026-11-04 06:59", "Wed 2026-11-04 07:00"),
        ("Wed 2026-11-04 19:00", "Thu 2026-11-05 07:00"),
        ("Wed 2026-11-04 23:59", "Thu 2026-11-05 07:00"),
        ("Fri 2026-11-06 19:30", "Mon 2026-11-09 07:00"),
        ("Sat 2026-11-07 10:00", "Mon 2026-11-09 07:00"),
        ("Sun 2026-11-08 03:00", "Mon 2026-11-09 07:00"),
        ("Thu 2026-06-04 10:00", "Fri 2026-06-05 07:00"),  # Fronleichnam, a holiday of this Land
        ("Thu 2026-04-02 20:00", "Tue 2026-04-07 07:00"),  # before Easter
        ("Thu 2026-12-24 19:00", "Mon 2026-12-28 07:00"),
        ("Sat 2026-03-28 20:00", "Mon 2026-03-30 07:00"),  # over the night in which clocks go forward
        ("Fri 2026-10-23 20:00", "Mon 2026-10-26 07:00"),  # and back
    ],
)
def test_what_nobody_waits_for_leaves_in_the_working_hours_of_a_working_day(now, leaves):
    assert next_working_moment(in_berlin(now)) == in_berlin(leaves)


def in_berlin(text: str) -> datetime:
    return datetime.strptime(text, "%a %Y-%m-%d %H:%M").replace(tzinfo=BERLIN)


def test_a_holiday_of_another_land_is_a_working_day(settings):
    settings.LAND = "HH"
    fronleichnam = in_berlin("Thu 2026-06-04 10:00")
    assert next_working_moment(fronleichnam) == fronleichnam


def test_the_working_hours_are_those_of_the_settings(settings):
    settings.WORKING_HOURS = (9, 12)
    assert next_working_moment(in_berlin("Wed 2026-11-04 08:00")) == in_berlin("Wed 2026-11-04 09:00")
    assert next_working_moment(in_berlin("Wed 2026-11-04 12:00")) == in_berlin("Thu 2026-11-05 09:00")


def test_at_night_a_quiet_letter_waits_for_the_morning_and_an_urgent_one_leaves_at_once(monkeypatch):
    template = a_template(monkeypatch, "Neu\nText\n")
    with time_machine.travel(in_berlin("Fri 2026-11-06 22:00"), tick=False):
        quiet = write("ben@example.org", template, {}, quietly=True)
        urgent = write("ben@example.org", template, {})
        assert list(Letter.objects.due(timezone.now())) == [urgent]
    assert quiet.written_at == urgent.written_at == in_berlin("Fri 2026-11-06 22:00")
    assert not Letter.objects.due(in_berlin("Mon 2026-11-09 06:59")).filter(pk=quiet.pk).exists()
    assert Letter.objects.due(in_berlin("Mon 2026-11-09 07:00")).filter(pk=quiet.pk).exists()


def test_by_day_a_quiet_letter_leaves_at_once_too(monkeypatch):
    with time_machine.travel(in_berlin("Fri 2026-11-06 11:00"), tick=False):
        letter = write("ben@example.org", a_template(monkeypatch, "Neu\nText\n"), {}, quietly=True)
        assert list(Letter.objects.due(timezone.now())) == [letter]


def test_a_quotation_does_not_end_at_a_blank_line(monkeypatch):
    name = a_template(monkeypatch, "Betreff\nDer Grund:\n\n{{ reason|quoted }}\n\nBis bald\n")
    letter = write("ben@example.org", name, {"reason": "Erstens.\n\n**Bestätigen Sie** Ihr Konto"})
    html = to_html(letter.text)
    quotation = html.partition("<blockquote>")[2].partition("</blockquote>")[0]
    assert "**Bestätigen Sie** Ihr Konto" in quotation and "Bis bald" not in quotation
