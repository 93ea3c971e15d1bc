"""Who comes to an event without seats of its own, and finds there: the link, and the place where it is hidden."""

import re

import pytest
import time_machine
from django.test import Client

from dreiklang.events.models import Event
from dreiklang.events.tests.makers import a_block, an_event, queries_of
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.tests.makers import ada, ben, cem
from dreiklang.seats.actions.registering import register

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LINK, PLACE = "https://meet.example/geheim", "Frauenhaus Regenbogen"
SECRET = re.compile("meet\\.example|regenbogen", re.IGNORECASE)
HIDDEN = {"link": LINK, "place": PLACE, "place_for_registered": True}


def reads(event, person=None) -> bool:
    """Both or none: the way to the link and the place."""
    client = client_of(person)
    html, room = client.get(event.path).text, f"{event.path}raum/"
    with time_machine.travel(event.starts, tick=False):
        client = client_of(person)
        leads = client.get(room).headers.get("Location", "") == LINK
    assert (room in html) == (PLACE in html) == leads and LINK not in html
    return leads


def client_of(person) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def test_a_lunch_meeting_without_registration_tells_its_members_the_link():
    event = an_event("Mittags", kind=Event.LUNCH, readers="members", capacity=None, place="", street="", link=LINK)
    assert f"{event.path}raum/" in client_of(ben()).get(event.path).text
    assert client_of(None).get(event.path).status_code == 404


def test_an_event_without_seats_tells_those_who_read_it():
    group = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    somebody = ben()
    join(group, somebody)
    assert reads(an_event("A", readers="members", capacity=None, **HIDDEN), somebody)
    assert reads(an_event("B", readers=group.token, capacity=None, **HIDDEN), somebody)
    assert reads(an_event("C", readers="team", capacity=None, **HIDDEN), ada())


def test_a_public_event_without_seats_tells_the_team_alone():
    event = an_event(capacity=None, **HIDDEN)
    assert not reads(event) and not reads(event, ben()) and reads(event, ada())


def test_the_team_reads_it_where_others_need_a_seat():
    event = an_event(readers="members", **HIDDEN)
    assert reads(event, ada()) and not reads(event, ben())


def test_a_part_without_seats_tells_those_who_have_a_seat_in_its_block():
    block, seated, waiting = a_block(parts=1, capacity=1), ben(), cem()
    block.sessions.update(**HIDDEN)
    part = block.sessions.get()
    register(block.seats, seated)
    register(block.seats, waiting)
    assert reads(part, seated) and reads(part, ada())
    assert not reads(part) and not reads(part, waiting)


def test_a_part_for_members_needs_a_seat_in_its_block_too():
    block = a_block(parts=1, readers="members")
    block.sessions.update(**HIDDEN)
    assert not reads(block.sessions.get(), ben())


def test_a_seat_in_the_block_does_not_open_a_part_with_seats_of_its_own():
    block, person = a_block(parts=0), ben()
    part = an_event("Abendvortrag", part_of=block, **HIDDEN)
    register(block.seats, person)
    assert not reads(part, person)
    register(part.seats, person)
    assert reads(part, person)


def test_files_and_lists_hold_it_for_nobody():
    events = [an_event("A", readers="members", capacity=None, **HIDDEN), an_event("B", capacity=None, **HIDDEN)]
    client = client_of(ben())
    files = ["/veranstaltungen/kalender.ics", *(f"{event.path}kalender.ics" for event in events)]
    for address in ("/", "/veranstaltungen/", *files):
        assert not SECRET.search(client.get(address).text), address


def test_what_is_over_or_called_off_has_no_link_any_more():
    client = client_of(ben())
    for fields, told in (({}, True), ({"days": -2}, False), ({"state": Event.CANCELLED}, False)):
        event = an_event(readers="members", capacity=None, link=LINK, **fields)
        assert (f"{event.path}raum/" in client.get(event.path).text) == told


def test_the_page_of_a_part_takes_few_queries():
    block, person = a_block(parts=1), ben()
    register(block.seats, person)
    assert queries_of(client_of(person), block.sessions.get().path) < 12
