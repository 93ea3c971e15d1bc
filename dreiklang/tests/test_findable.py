"""What can be found, of every kind that any room has: it is there, it is what the rows say, and nobody finds what she
may not read. Made from the kinds: a new one is asked the same."""

from dataclasses import asdict, replace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from dreiklang.events.models import Event
from dreiklang.groups.models import Membership
from dreiklang.groups.readers import MEMBERS, PUBLIC, TEAM, tokens_of
from dreiklang.index.actions import Entry
from dreiklang.index.kinds import Kind, bring_in_everything, kinds
from dreiklang.index.models import Change, Row
from dreiklang.people.models import Person

pytestmark = [pytest.mark.long, pytest.mark.once]  # it moves the whole demo in
KINDS = sorted(kinds())
CAST = ("visitor", "ben", "ada")
MOST = 12  # so many of each kind are opened by each of the cast, spread evenly


@pytest.fixture(scope="module")
def furnished(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(settings, "DEMO", True)
        patch.setattr(settings, "UPLOADS", tmp_path_factory.mktemp("uploads"))
        call_command("furnish", verbosity=0)
        call_command("demo", verbosity=0)
        yield House()
        transaction.set_rollback(True)


@pytest.fixture
def house(furnished, db):
    furnished.clients = {}  # their sessions go with each test
    return furnished


class House:
    """Who reads, and what answers each of them."""

    def __init__(self):
        people = {name: Person.objects.get(email=f"{name}@example.org") for name in ("ben", "ada")}
        self.people = {"visitor": AnonymousUser(), **people}
        self.clients = {}

    def holder_of(self, token: str):
        """Somebody who holds it, and no more than she must."""
        if token.startswith("group:"):
            return Membership.objects.filter(group=token.removeprefix("group:"), person__is_team=False).first().person
        return self.people[{PUBLIC: "visitor", MEMBERS: "ben", TEAM: "ada"}[token]]

    def answer(self, person, address: str) -> int:
        if person.pk not in self.clients:
            self.clients[person.pk] = Client()
            if person.is_authenticated:
                self.clients[person.pk].force_login(person)
        return self.clients[person.pk].get(address).status_code


def nowhere(kind: Kind, house: House) -> list[str]:
    """Addresses that do not open for somebody who holds the token."""
    entries = kind.entries()
    return [entry.address for entry in entries if house.answer(house.holder_of(entry.readers), entry.address) != 200]


def disagreeing(kind: Kind, house: House) -> list[str]:
    """Where `readable` and the address say different things to one of the cast."""
    faults = []
    entries = _some(list(kind.entries()))
    for name, person in house.people.items():
        readable = kind.readable([entry.object_id for entry in entries], person)
        for entry in entries:
            answer = house.answer(person, entry.address)
            if (entry.object_id in readable) != (answer == 200):
                faults.append(f"{name}: {entry.address}: {answer}")
    return faults


def found_but_not_readable(kind: Kind, house: House) -> list[str]:
    """Whose token opens a row that `readable` then hides: pages of results with holes."""
    entries, faults = list(kind.entries()), []
    for name, person in house.people.items():
        opened = [entry for entry in entries if entry.readers in tokens_of(person)]
        readable = kind.readable([entry.object_id for entry in opened], person)
        faults += [f"{name}: {entry.address}" for entry in opened if entry.object_id not in readable]
    return faults


def untrue_rows(kind: Kind) -> list[str]:
    """Where building anew would say something else than the actions have put."""
    said = {(entry.object_id, entry.part): asdict(entry) for entry in kind.entries()}
    rows = {(row.object_id, row.part): _as_dict(row) for row in Row.objects.filter(kind=kind.name)}
    return [key[0] for key in said.keys() | rows.keys() if said.get(key) != rows.get(key)]


def _as_dict(row: Row) -> dict:
    return {name: getattr(row, name) for name in Entry.__dataclass_fields__}


def _some(entries: list[Entry]) -> list[Entry]:
    """Of many alike a few; of those that not everybody reads, all."""
    public = [entry for entry in entries if entry.readers == PUBLIC]
    return public[:: max(1, len(public) // MOST)] + [entry for entry in entries if entry.readers != PUBLIC]


@pytest.mark.parametrize("name", KINDS)
def test_the_demo_has_some_of_each_kind_and_each_opens_for_whom_it_is(house, name):
    assert list(kinds()[name].entries())
    assert nowhere(kinds()[name], house) == []


@pytest.mark.parametrize("name", KINDS)
def test_building_anew_changes_nothing(house, name):
    assert untrue_rows(kinds()[name]) == []
    told = Change.objects.count()
    bring_in_everything()
    assert Change.objects.count() == told


@pytest.mark.parametrize("name", KINDS)
def test_readable_is_what_opens_when_one_follows_the_address(house, name):
    assert disagreeing(kinds()[name], house) == []


@pytest.mark.parametrize("name", KINDS)
def test_what_ones_token_opens_is_readable(house, name):
    assert found_but_not_readable(kinds()[name], house) == []


def test_every_row_is_of_a_known_kind_and_furnishing_again_tells_nothing(house):
    assert set(Row.objects.values_list("kind", flat=True)) == set(KINDS)
    with transaction.atomic():
        told = Change.objects.count()
        call_command("furnish", verbosity=0)
        call_command("demo", verbosity=0)
        assert Change.objects.count() == told


# --- the search for faults finds faults ---


def test_a_kind_that_says_yes_to_all_is_found_out(house):
    twin = replace(kinds()["event"], readable=lambda ids, person: set(ids))
    assert [fault for fault in disagreeing(twin, house) if fault.startswith("visitor: ")]


def test_a_kind_that_says_no_to_all_is_found_out(house):
    twin = replace(kinds()["page"], readable=lambda ids, person: set())
    assert len(disagreeing(twin, house)) == len(CAST) * len(list(twin.entries()))
    assert found_but_not_readable(twin, house)


def test_a_draft_among_the_entries_is_found_out(house):
    event = Event.objects.filter(state=Event.PUBLISHED, readers=PUBLIC).first()
    Event.objects.filter(pk=event.pk).update(state=Event.DRAFT)
    twin = replace(kinds()["event"], entries=lambda: [Entry("event", str(event.pk), PUBLIC, event.path, event.title)])
    assert nowhere(twin, house) == [event.path]
    assert found_but_not_readable(twin, house) == [f"{name}: {event.path}" for name in ("visitor", "ben")]


def test_a_row_that_is_missing_too_much_or_old_is_found_out(house):
    missing, old = Row.objects.filter(kind="page").order_by("object_id")[:2]
    missing.delete()
    Row.objects.filter(pk=old.pk).update(title="Alt")
    Row.objects.create(kind="page", object_id="zu-viel", readers=PUBLIC, address="/x/", title="Zu viel")
    assert set(untrue_rows(kinds()["page"])) == {missing.object_id, old.object_id, "zu-viel"}
