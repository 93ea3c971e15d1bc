import random
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar, Event

from dreiklang.foundation.calendars import entry, feed, invitation
from dreiklang.foundation.tests.calendar_readers import NEEDS_ICAL_JS, in_ical_js, in_python

READERS = [pytest.param(in_python, id="python"), pytest.param(in_ical_js, id="ical.js", marks=NEEDS_ICAL_JS)]
MOMENTS = {
    "2024-03-24T10:00+01:00": "2024-03-24T09:00:00+00:00",
    "2024-03-31T01:30+01:00": "2024-03-31T00:30:00+00:00",
    "2024-03-31T03:00+02:00": "2024-03-31T01:00:00+00:00",
    "2024-03-31T10:00+02:00": "2024-03-31T08:00:00+00:00",
    "2024-07-01T10:00+02:00": "2024-07-01T08:00:00+00:00",
    "2024-10-26T10:00+02:00": "2024-10-26T08:00:00+00:00",
    "2024-10-27T10:00+01:00": "2024-10-27T09:00:00+00:00",
    "2024-12-01T10:00+01:00": "2024-12-01T09:00:00+00:00",
    "2031-03-30T10:00+02:00": "2031-03-30T08:00:00+00:00",
    "2031-12-24T10:00+01:00": "2031-12-24T09:00:00+00:00",
}
ODD = [
    "Über Öffnungen für Ämter, groß und klein", "a;b,c:d", "ein \\ zwei \\\\ drei", "\\n ist kein Umbruch",
    "Zeile\nzwei", "Absatz\n\nneu", "😀 👩‍👩‍👧 🏳️‍🌈", "ä" * 200, "😀" * 60, "x" * 500, 'Sie sagte "Ja"', "^n^'",
    "BEGIN:VEVENT", "a\nEND:VEVENT\nx", "ATTENDEE:MAILTO:x@example.org", "<b>fett</b>", "Ende mit Strich \\",
    "Ende mit Semikolon;", "100 %", "مرحبا بكم", "e\u0301" * 60, "a\u2028b", "a\u0085b",
]  # fmt: skip


def an_entry(title="Vortrag", starts="2024-07-01T10:00+02:00", hours=2, **fields) -> Event:
    ends = (datetime.fromisoformat(starts) + timedelta(hours=hours)).isoformat()
    return entry(**{"uid": "7", "title": title, "starts": starts, "ends": ends} | fields)


@pytest.mark.parametrize("read", READERS)
def test_every_moment_is_right_in_winter_in_summer_and_on_the_days_of_change(read):
    events = [an_entry(starts=local, hours=1, uid=str(number)) for number, local in enumerate(MOMENTS)]
    understood = read(feed("Probe", events))["events"]
    assert [event["starts"] for event in understood] == list(MOMENTS.values())
    for event in understood:
        lasts = datetime.fromisoformat(event["ends"]) - datetime.fromisoformat(event["starts"])
        assert lasts == timedelta(hours=1)


@pytest.mark.parametrize("read", READERS)
def test_an_event_that_lasts_over_the_change_of_time_ends_when_it_should(read):
    understood = read(feed("Probe", [an_entry(starts="2024-03-30T22:00+01:00", hours=12)]))["events"][0]
    assert understood["starts"] == "2024-03-30T21:00:00+00:00"
    assert understood["ends"] == "2024-03-31T09:00:00+00:00"


@NEEDS_ICAL_JS
def test_the_time_zone_that_the_library_adds_is_misread_which_is_why_ours_is_written_here():
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Probe//DE")
    for number, local in enumerate(MOMENTS):
        calendar.add_component(an_entry(starts=local, uid=str(number)))
    calendar.add_missing_timezones()
    understood = in_ical_js(calendar.to_ical().decode())["events"]
    starts = {event["uid"].partition("@")[0]: event["starts"] for event in understood}
    wrong = [local for number, local in enumerate(MOMENTS) if starts[str(number)] != MOMENTS[local]]
    assert {"2024-03-31T10:00+02:00", "2024-07-01T10:00+02:00"} <= set(wrong)
    assert starts[str(list(MOMENTS).index("2024-07-01T10:00+02:00"))] == "2024-07-01T09:00:00+00:00"
    assert "2024-12-01T10:00+01:00" not in wrong


def test_moments_may_come_as_moments_or_as_text_in_any_zone():
    as_moment = entry(uid="1", title="A", starts=datetime(2024, 7, 1, 8, tzinfo=UTC), ends=timezone.now())
    as_text = entry(uid="1", title="A", starts="2024-07-01T04:00-04:00", ends=timezone.now().isoformat())
    for event in (as_moment, as_text):
        assert b"DTSTART;TZID=Europe/Berlin:20240701T100000" in event.to_ical()


@pytest.mark.parametrize("read", READERS)
def test_odd_texts_arrive_as_they_were_typed(read):
    events = [
        an_entry(text, starts=f"2024-07-{number + 1:02}T10:00+02:00", uid=str(number), place=text, description=text)
        for number, text in enumerate(ODD)
    ]
    understood = read(feed("Probe", events))["events"]
    assert len(understood) == len(ODD)
    for name in ("title", "place", "description"):
        assert [event[name] for event in understood] == ODD


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "name", ["Zeile\nzwei", "X\r\nEND:VCALENDAR", "X\rMETHOD:CANCEL", "Öffentlichkeitsarbeit " * 9]
)
def test_the_name_of_a_calendar_is_one_line_of_it(read, name):
    understood = read(feed(name, [an_entry()]))
    assert understood["name"] == " ".join(name.split())
    assert len(understood["events"]) == 1 and understood["method"] is None


def test_the_name_of_a_calendar_is_escaped_like_any_text():
    assert "\r\nNAME:a\\;b\\,c\\\\d\r\nX-WR-CALNAME:a\\;b\\,c\\\\d\r\n" in feed("a;b,c\\d", [])


@pytest.mark.parametrize("read", READERS)
def test_control_signs_and_lone_carriage_returns_do_not_break_a_line(read):
    text = feed("Pro\x00be", [an_entry("a\x07b\x0bc\x7fd\re", place="x\ry", description="\x00\x1b")])
    assert set(text) & {chr(code) for code in range(32)} == {"\r", "\n"}
    understood = read(text)["events"][0]
    assert (understood["title"], understood["place"]) == ("abcd\ne", "x\ny")


def test_no_line_is_longer_than_75_octets_and_every_line_ends_with_crlf():
    dice = random.Random(2024)
    signs = ["a", "ä", "😀", "e\u0301", ";", "\\", "\n", " ", ",", "\r\n", "€"]
    for _ in range(200):
        text = "".join(dice.choices(signs, k=dice.randint(1, 300)))
        written = feed(text, [an_entry(text, place=text, description=text, url=f"https://example.org/{'x' * 120}")])
        lines = written.encode().split(b"\r\n")
        assert max(map(len, lines)) <= 75 and lines[-1] == b""
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        for line in lines:
            line.decode()  # no letter is cut in two


@pytest.mark.parametrize("read", READERS)
def test_an_entry_says_where_what_and_in_which_version(read):
    event = an_entry(
        place="Rathaus, Markt 1", url="https://example.org/a?b=1,2;c", description="Worum es geht", sequence=3
    )
    understood = read(feed("Probe", [event]))["events"][0]
    assert understood == {
        "uid": "7@localhost", "title": "Vortrag", "place": "Rathaus, Markt 1", "description": "Worum es geht",
        "url": "https://example.org/a?b=1,2;c", "status": "CONFIRMED", "sequence": 3, "attendees": [],
        "starts": "2024-07-01T08:00:00+00:00", "ends": "2024-07-01T10:00:00+00:00",
    }  # fmt: skip


def test_what_is_not_known_is_left_out():
    text = feed("Probe", [an_entry()])
    assert not any(f"\n{name}" in text for name in ("LOCATION", "DESCRIPTION", "URL", "ATTENDEE", "ORGANIZER"))


@pytest.mark.parametrize("read", READERS)
def test_a_cancelled_entry_says_so_and_keeps_its_uid(read):
    before, after = an_entry(), an_entry(cancelled=True, sequence=1)
    understood = read(feed("Probe", [after]))["events"][0]
    assert understood["status"] == "CANCELLED" and understood["sequence"] == 1
    assert understood["uid"] == read(feed("Probe", [before]))["events"][0]["uid"]


def test_the_uid_names_the_house(settings):
    settings.SITE_URL = "https://netz.example:8443"
    assert an_entry()["UID"] == "7@netz.example"


def test_a_feed_has_a_name_a_pace_one_time_zone_and_no_method():
    text = feed("Netz", [an_entry(uid="1"), an_entry(uid="2")])
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    for line in ("VERSION:2.0", "NAME:Netz", "X-WR-CALNAME:Netz", "REFRESH-INTERVAL;VALUE=DURATION:PT4H"):
        assert text.count(f"\r\n{line}\r\n") == 1
    assert text.count("BEGIN:VTIMEZONE") == 1 and "METHOD" not in text


def test_an_empty_feed_is_a_calendar_too():
    assert in_python(feed("Netz", []))["events"] == []


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_invitation_has_one_attendee_and_the_uid_of_the_feed(read, method):
    event = an_entry(cancelled=method == "CANCEL")
    said, text = invitation(method, event, "ben@example.org")
    understood = read(text)
    assert said == understood["method"] == method
    assert understood["events"][0]["attendees"] == ["MAILTO:ben@example.org"]
    assert understood["events"][0]["uid"] == "7@localhost"
    assert understood["events"][0]["starts"] == "2024-07-01T08:00:00+00:00"
    assert understood["events"][0]["status"] == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")


def test_an_invitation_comes_from_the_house_and_asks_for_no_answer(settings):
    settings.MAIL_FROM = "Das Netz <netz@example.org>"
    event = Calendar.from_ical(invitation("REQUEST", an_entry(), "ben@example.org")[1]).events[0]
    assert event["ORGANIZER"] == "MAILTO:netz@example.org" and event["ORGANIZER"].params["CN"] == settings.SITE_NAME
    assert event["ATTENDEE"].params["RSVP"] == "FALSE" and event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_two_invitations_to_one_event_do_not_name_each_other():
    event = an_entry()
    letters = [invitation("REQUEST", event, to)[1] for to in ("ben@example.org", "cem@example.org")]
    assert [letter.count("ATTENDEE") for letter in letters] == [1, 1]
    assert "ben@" not in letters[1] and letters[1].count("ORGANIZER") == 1
    assert "ATTENDEE" not in feed("Netz", [event])
