"""An event for a group: whoever belongs to it comes without registering, and reads where it is."""

from datetime import timedelta

import pytest
from django.test import Client

from dreiklang.events.actions import publishing
from dreiklang.events.models import Part
from dreiklang.events.models.meeting import expected_at
from dreiklang.events.rules import may_read_whereabouts
from dreiklang.events.start import cards
from dreiklang.events.tests.makers import a_block, an_event
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ben, cem
from dreiklang.seats.actions.registering import register

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def cohort():
    return Group.objects.create(name="Jahrgang", kind=Group.COHORT)


@pytest.fixture
def theirs(cohort):
    """Read by everybody, but for one cohort."""
    return an_event(
        "Sitzung", capacity=None, audience=cohort, place_for_registered=True, link="https://example.org/raum"
    )


def test_the_group_reads_the_place_and_the_link_and_others_only_that_it_takes_place(cohort, theirs):
    person, other = ben(), cem()
    join(cohort, person)
    assert may_read_whereabouts(person, theirs, None) and not may_read_whereabouts(other, theirs, None)
    for who, reads in ((person, True), (other, False)):
        client = Client()
        client.force_login(who)
        page = client.get(theirs.path).content.decode()
        assert ("Rathaus" in page) is reads and (f"{theirs.path}raum/" in page) is reads


def test_without_a_group_members_who_read_it_come(theirs):
    """The twin of the test above: it is the group that keeps others out."""
    theirs.audience, theirs.readers = None, "members"
    assert may_read_whereabouts(cem(), theirs, None)


def test_the_group_is_expected_and_whoever_joins_from_elsewhere(cohort, theirs):
    person, joiner = ben(), cem()
    join(cohort, person)
    Part.objects.create(event=theirs, person=joiner, role=Part.JOINER)
    assert set(expected_at(theirs)) == {person, joiner}


def test_a_part_goes_by_the_group_of_its_block(cohort):
    block = a_block(capacity=None, audience=cohort)
    person = ben()
    join(cohort, person)
    (part, _other) = block.sessions.order_by("starts")
    assert list(expected_at(part)) == [person] and may_read_whereabouts(person, part, None)


def test_what_is_for_her_group_stands_among_her_dates(cohort, theirs):
    person = ben()
    join(cohort, person)
    client = Client()
    client.force_login(person)
    page = client.get("/").content.decode()
    own = page[: page.index("Was als Nächstes stattfindet")]
    assert theirs.title in own and "Platz sicher" in own and f"{theirs.path}raum/" in own


def test_a_block_for_her_group_stands_among_her_dates_once(cohort):
    person, block = ben(), a_block(capacity=None, audience=cohort)
    block.sessions.update(audience=cohort)
    join(cohort, person)
    own = next(card for card in cards(person) if "Ihre" in card["title"])
    assert own["events"] == [block]


def test_the_group_whoever_joins_and_whoever_leads_hear_of_a_move_and_their_entries_move(cohort, theirs):
    people = {"member": ben(), "joiner": cem(), "trainer": a_person("Mirja Falkenhain")}
    join(cohort, people["member"])
    Part.objects.create(event=theirs, person=people["joiner"], role=Part.JOINER)
    Part.objects.create(event=theirs, person=people["trainer"], role=Part.TRAINER)
    theirs.starts += timedelta(days=1)
    theirs.ends += timedelta(days=1)
    publishing.save(theirs, speakers=[], seats=None, by=None)
    letters = Letter.objects.filter(subject__startswith="Neuer Termin")
    assert {letter.to for letter in letters} == {person.email for person in people.values()}
    assert all("SEQUENCE:1" in letter.calendar and "Rathaus" in letter.calendar for letter in letters)


def test_they_hear_once_with_the_reason_that_it_is_called_off(cohort, theirs):
    join(cohort, ben())
    for _twice in range(2):
        publishing.call_off(theirs, reason="Die Heizung ist ausgefallen.", by=None)
    (letter,) = Letter.objects.filter(subject__startswith="Abgesagt")
    assert "Die Heizung ist ausgefallen" in letter.text and letter.calendar_method == "CANCEL"


def test_whoever_has_a_seat_is_told_by_the_seats_and_not_twice():
    block, person = a_block(parts=0), ben()
    register(block.seats, person)
    publishing.call_off(block, reason="Krank", by=None)
    assert Letter.objects.filter(to=person.email, subject__startswith="Abgesagt").count() == 1


def test_a_part_of_a_block_tells_those_who_have_a_seat_in_the_block():
    block, person = a_block(parts=1), ben()
    register(block.seats, person)
    publishing.call_off(block.sessions.get(), reason="Krank", by=None)
    (letter,) = Letter.objects.filter(to=person.email, subject__startswith="Abgesagt")
    assert "Teil 1" in letter.subject


def test_a_block_with_its_parts_is_called_off_in_one_letter_and_who_joins_a_part_hears_too(cohort):
    block, member, joiner = a_block(parts=3, capacity=None, audience=cohort), ben(), cem()
    join(cohort, member)
    Part.objects.create(event=block.sessions.first(), person=joiner, role=Part.JOINER)
    publishing.call_off(block, reason="Krank", by=None)
    assert [Letter.objects.filter(to=who.email).count() for who in (member, joiner)] == [1, 1]
    registered = a_block("Zweiter", parts=3)
    register(registered.seats, member)
    publishing.call_off(registered, reason="Krank", by=None)
    assert Letter.objects.filter(to=member.email, subject__contains="Abgesagt: Zweiter").count() == 1
