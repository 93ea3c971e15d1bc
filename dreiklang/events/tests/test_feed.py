from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from dreiklang.events.actions.publishing import call_off
from dreiklang.events.models import Event
from dreiklang.events.tests.makers import a_block, an_event, queries_of
from dreiklang.foundation.tests.calendar_readers import NEEDS_ICAL_JS, in_ical_js, in_python
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.tests.makers import ada, ben
from dreiklang.seats.actions.registering import register, register_guest

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
FEED = "/veranstaltungen/kalender.ics"
READERS = [pytest.param(in_python, id="python"), pytest.param(in_ical_js, id="ical.js", marks=NEEDS_ICAL_JS)]


def feed(client, address=FEED) -> str:
    answer = client.get(address)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode()


def titles(text: str) -> list[str]:
    return [event["title"] for event in in_python(text)["events"]]


@pytest.mark.parametrize("read", READERS)
def test_the_feed_says_what_when_and_where(client, settings, read):
    with time_machine.travel("2024-06-20T10:00+02:00", tick=False):
        event = an_event("Über Öffnung; „Stadt, Land“", days=11, place="Rathaus", street="Markt 1", summary="Ein Satz.")
        winter = an_event("Im Winter", days=170, place="", street="", link="https://meet.example/geheim")
        text = feed(client)
    understood = read(text)["events"]
    assert understood == [
        {
            "uid": f"{event.pk}@localhost", "title": "Über Öffnung; „Stadt, Land“", "place": "Rathaus, Markt 1",
            "description": "Ein Satz.", "url": f"{settings.SITE_URL}{event.path}", "status": "CONFIRMED", "sequence": 0,
            "starts": "2024-07-01T08:00:00+00:00", "ends": "2024-07-01T10:00:00+00:00", "attendees": [],
        },
        {
            "uid": f"{winter.pk}@localhost", "title": "Im Winter", "place": "online",
            "description": "Ein Abend für alle.", "url": f"{settings.SITE_URL}{winter.path}", "status": "CONFIRMED",
            "sequence": 0, "starts": "2024-12-07T08:00:00+00:00", "ends": "2024-12-07T10:00:00+00:00",
            "attendees": [],
        },
    ]  # fmt: skip
    assert understood[0]["starts"][:16] == event.starts.isoformat()[:16]


def everything_but_public() -> None:
    an_event("Für Mitglieder", readers="members")
    an_event("Fürs Team", readers="team")
    an_event("Für die Gruppe", readers=Group.objects.create(name="Jahrgang", kind=Group.COHORT).token)
    an_event("Entwurf", state=Event.DRAFT)


def test_only_what_is_public_stands_in_it_whoever_asks(client):
    an_event("Offen")
    everything_but_public()
    assert titles(feed(client)) == ["Offen"]
    person = ben()
    join(Group.objects.get(), person)
    for somebody in (person, ada()):
        client.force_login(somebody)
        assert titles(feed(client)) == ["Offen"]


def test_the_same_events_are_seen_by_somebody_which_is_why_the_feed_must_leave_them_out():
    everything_but_public()
    assert Event.objects.visible_to(ada()).count() == 4


def test_what_was_called_off_stays_marked_for_ninety_days_with_a_higher_version(client):
    event = an_event("Vortrag", days=1)
    before = in_python(feed(client))["events"][0]
    call_off(event, reason="Krank", by=ada())
    after = in_python(feed(client))["events"][0]
    assert (after["status"], after["sequence"]) == ("CANCELLED", before["sequence"] + 1)
    assert after["uid"] == before["uid"] and after["starts"] == before["starts"]
    with time_machine.travel(event.ends + timedelta(days=89, hours=23)):
        assert titles(feed(client)) == ["Vortrag"]
    with time_machine.travel(event.ends + timedelta(days=90, hours=1)):
        assert titles(feed(client)) == []


@NEEDS_ICAL_JS
def test_other_calendars_understand_that_it_was_called_off(client):
    call_off(an_event(), reason="Krank", by=ada())
    assert in_ical_js(feed(client))["events"][0]["status"] == "CANCELLED"


def test_a_draft_that_was_never_shown_does_not_come_to_light_with_its_block(client):
    block = a_block(parts=0)
    an_event("Geheimer Gast", part_of=block, state=Event.DRAFT)
    call_off(block, reason="Hochwasser", by=ada())
    assert titles(feed(client)) == ["Präsenzblock"]


def test_nobody_who_comes_is_named_and_no_link_is_told(client):
    event = an_event("Vortrag", link="https://meet.example/geheim", seats={"note": "Kennwort Sesam"})
    register(event.seats, ben())
    register_guest(event.seats, "Gitta Gast", "gitta@example.net")
    for address in (FEED, f"{event.path}kalender.ics"):
        text = feed(client, address)
        for secret in ("Ben", "Okonkwo", "ben@", "Gitta", "gitta@", "meet.example", "Sesam", "ATTENDEE", "ORGANIZER"):
            assert secret not in text


def test_sessions_go_with_their_block_except_where_they_are_open_to_all(client):
    block = a_block("Grundlagen", parts=2)
    an_event("Offener Abend", part_of=block, days=12)
    assert titles(feed(client)) == ["Grundlagen", "Offener Abend"]


def test_the_feed_may_be_kept_for_a_quarter_of_an_hour_by_anybody_and_a_single_entry_by_nobody(client):
    event = an_event()
    assert client.get(FEED).headers["Cache-Control"] == "public, max-age=900"
    assert client.get(f"{event.path}kalender.ics").headers["Cache-Control"] == "private"
    assert not client.get(FEED).cookies


def test_one_event_can_be_taken_alone(client):
    event, _other = an_event("Über uns"), an_event("Anderes")
    answer = client.get(f"{event.path}kalender.ics")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ueber-uns.ics"'
    understood = in_python(answer.content.decode())
    assert understood["name"] == "Über uns" and [e["title"] for e in understood["events"]] == ["Über uns"]
    assert understood["events"][0]["uid"] == f"{event.pk}@localhost"


def test_an_empty_feed_is_a_calendar_too(client):
    assert titles(feed(client)) == []


@pytest.mark.parametrize("read", READERS)
def test_odd_titles_do_not_break_the_calendar(client, read):
    odd = ["BEGIN:VEVENT", "a\\nb", "Ende\\", "😀" * 40, "ä" * 150, "x;y,z", "\r\nATTENDEE:MAILTO:x@example.org"]
    for number, title in enumerate(odd):
        an_event(title, days=number + 1, slug=f"e{number}")
    text = feed(client)
    assert [event["title"] for event in read(text)["events"]] == [title.replace("\r\n", "\n") for title in odd]
    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75
    for number in range(len(odd)):
        assert len(read(feed(client, f"/veranstaltungen/e{number}/kalender.ics"))["events"]) == 1


def test_every_feed_holds_the_time_zone_of_the_house(client):
    event = an_event()
    for address in (FEED, f"{event.path}kalender.ics"):
        assert feed(client, address).count("TZID:Europe/Berlin\r\n") == 1


def test_a_hundred_events_take_as_many_queries_as_one(client):
    an_event("Eins")
    one = queries_of(client, FEED)
    Event.objects.bulk_create(
        Event(
            title=f"Nummer {number}", slug=f"nummer-{number}", summary="x", starts=timezone.now(),
            ends=timezone.now() + timedelta(hours=1), state=Event.PUBLISHED,
        )
        for number in range(100)
    )  # fmt: skip
    assert len(titles(feed(client))) == 101
    assert queries_of(client, FEED) == one < 12
