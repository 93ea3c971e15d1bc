import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from dreiklang.events.models import Event
from dreiklang.events.tests.makers import a_block, an_event
from dreiklang.groups.actions import join, leave
from dreiklang.groups.models import Group
from dreiklang.people.tests.makers import ada, ben, cem, olga

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

# What each of the cast sees: Ben belongs to the cohort, Cem to another group, Ada to the team, Olga runs the machine.
SEEN = {
    "public": "visitor ben cem ada olga",
    "members": "ben cem ada olga",
    "group:cohort": "ben ada",
    "group:other": "cem ada",
    "team": "ada",
    "people:1,2": "ada",
    "": "ada",
}


@pytest.fixture
def cohort():
    return Group.objects.create(name="Jahrgang 2024", kind=Group.COHORT)


@pytest.fixture
def cast(cohort):
    people = {"visitor": AnonymousUser(), "ben": ben(), "cem": cem(), "ada": ada(), "olga": olga()}
    join(cohort, people["ben"])
    join(Group.objects.create(name="Regionalrunde", kind=Group.REGION), people["cem"])
    return people


def token(readers: str) -> str:
    """A readers token with the id of the group that it names."""
    names = {"group:cohort": "Jahrgang 2024", "group:other": "Regionalrunde"}
    return Group.objects.get(name=names[readers]).token if readers in names else readers


def who_sees(event, cast) -> str:
    return " ".join(name for name, person in cast.items() if event in Event.objects.visible_to(person))


def who_gets_the_page(event, cast) -> str:
    addresses = (event.path, f"{event.path}kalender.ics")
    answers = {name: {_as(person).get(address).status_code for address in addresses} for name, person in cast.items()}
    assert {code for codes in answers.values() for code in codes} <= {200, 404}
    assert all(len(codes) == 1 for codes in answers.values())
    return " ".join(name for name, codes in answers.items() if codes == {200})


def _as(person) -> Client:
    client = Client()
    if person.is_authenticated:
        client.force_login(person)
    return client


@pytest.mark.parametrize("readers", SEEN)
def test_an_event_is_seen_by_whoever_holds_its_token_and_by_the_team(cast, readers):
    event = an_event(readers=token(readers))
    assert who_sees(event, cast) == who_gets_the_page(event, cast) == SEEN[readers]


@pytest.mark.parametrize("readers", SEEN)
def test_a_draft_is_seen_by_the_team_alone_whoever_its_readers_will_be(cast, readers):
    draft = an_event(readers=token(readers), state=Event.DRAFT)
    assert who_sees(draft, cast) == who_gets_the_page(draft, cast) == "ada"


@pytest.mark.parametrize("readers", SEEN)
def test_a_cancelled_event_is_seen_by_those_who_saw_it_before(cast, readers):
    event = an_event(readers=token(readers), state=Event.CANCELLED)
    assert who_sees(event, cast) == SEEN[readers]


def test_nobody_is_a_visitor():
    an_event("Offen")
    an_event("Intern", readers="members")
    assert [event.title for event in Event.objects.visible_to(None)] == ["Offen"]


def test_who_leaves_the_group_no_longer_sees_its_events(cast, cohort):
    event = an_event(readers=cohort.token)
    assert "ben" in who_sees(event, cast)
    leave(cohort, cast["ben"])
    assert "ben" not in who_sees(event, cast)


def test_the_token_of_a_group_that_is_gone_opens_nothing(cast, cohort):
    event = an_event(readers=cohort.token)
    cohort.delete()
    assert who_sees(event, cast) == "ada"


@pytest.mark.parametrize("readers", ["PUBLIC", "public ", "publi", "group:", "%", "*", "visitor"])
def test_a_token_that_is_almost_right_opens_nothing(cast, readers):
    assert who_sees(an_event(readers=readers), cast) == "ada"


@pytest.mark.parametrize("readers", ["public", "members", "group:cohort"])
def test_lists_show_what_pages_show(cast, readers):
    event = an_event("Nur hier", readers=token(readers))
    for name, person in cast.items():
        shown = event.path in _as(person).get("/veranstaltungen/").content.decode()
        assert shown == (name in SEEN[readers].split())


def test_parts_of_a_block_are_seen_for_themselves(cast, cohort):
    block = a_block(parts=0)
    open_part = an_event("Offener Abend", part_of=block, capacity=None)
    closed_part = an_event("Nur Jahrgang", part_of=block, capacity=None, readers=cohort.token)
    draft_part = an_event("Noch Entwurf", part_of=block, capacity=None, state=Event.DRAFT)
    for name, seen in {"visitor": "1", "cem": "1", "ben": "12", "ada": "123"}.items():
        html = _as(cast[name]).get(block.path).content.decode()
        shown = [event.path in html for event in (open_part, closed_part, draft_part)]
        assert shown == ["1" in seen, "2" in seen, "3" in seen]


def test_an_event_that_one_may_not_see_is_the_same_as_none(cast):
    hidden = an_event("Geheimes Treffen", readers="team")
    visitor = _as(cast["cem"])
    for address in ("", "kalender.ics", "bild.webp"):
        there, nowhere = visitor.get(hidden.path + address), visitor.get(f"/veranstaltungen/gibt-es-nicht/{address}")
        assert there.status_code == nowhere.status_code == 404
        assert "Geheimes" not in there.content.decode()
    for address in ("anmeldung/", "abmeldung/"):
        assert visitor.post(hidden.path + address).status_code == 404


def test_every_list_asks_for_what_is_visible(cast):
    """The twin of the tests above: the query without `visible_to` would show all of it."""
    for readers in ("members", "team"):
        an_event(readers=readers)
    an_event(state=Event.DRAFT)
    assert Event.objects.count() == 3 and Event.objects.visible_to(None).count() == 0


def test_an_event_at_hand_is_visible_to_the_same_people_as_one_that_is_looked_up():
    group = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    people = [None, AnonymousUser(), ben(), cem(), ada()]
    join(group, people[2])
    events = [
        an_event(f"{readers} {state}", readers=readers, state=state)
        for readers in ("public", "members", "team", group.token)
        for state in (Event.DRAFT, Event.PUBLISHED, Event.CANCELLED)
    ]
    for event in events:
        for person in people:
            looked_up = Event.objects.visible_to(person).filter(pk=event.pk).exists()
            assert event.is_visible_to(person) == looked_up, (event.title, person)
