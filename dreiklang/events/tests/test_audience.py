"""An event for a group: whoever belongs to it comes without registering, and reads where it is."""

import pytest
from django.test import Client

from dreiklang.events.models import Part
from dreiklang.events.models.meeting import expected_at
from dreiklang.events.rules import may_read_whereabouts
from dreiklang.events.tests.makers import a_block, an_event
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.tests.makers import ben, cem

pytestmark = pytest.mark.django_db


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
        assert ("Rathaus" in page) is reads and ("https://example.org/raum" in page) is reads


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
    assert theirs.title in own and "Platz sicher" in own and "https://example.org/raum" in own
