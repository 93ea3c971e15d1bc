"""The doors for the account of a ministry: what is public and its own room, nothing else.

Every row of test_doors.py is walked with it. What it gets is derived: where a visitor gets something, the same; where
she is sent to sign in, it is refused, except for the pages of one's own account, which are listed here by hand, and for
its own room, where it gets what every other reader of a room gets.
"""

import re
from copy import copy

import pytest
from django.db import transaction
from django.test import Client

from dreiklang.dialogue.models import Room
from dreiklang.dialogue.tests.makers import a_room, a_thread, agreed
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.library.models import Article
from dreiklang.library.rules import may_begin, may_release, may_suggest, may_write
from dreiklang.library.tests.makers import an_article
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person
from dreiklang.tests.test_doors import CAST, DOORS, House

pytestmark = pytest.mark.long

HERS, PLAIN = "ministry", "olga"  # who of the cast is nothing but a member to rooms, runs and events
# Of her own account: what a member gets there, who has nothing in it.
ACCOUNT = {
    "account", "office", "profile", "my_data", "my_data_export", "deletion", "search_feeds", "my_calendar",
    "account_login", "account_request_login_code", "account_confirm_login_code", "account_logout",
    "account_change_password", "account_set_password", "following", "blocks", "own_decisions",
    "moderation",  # what waits in the rooms that one looks after: none
    "my_suggestions",
}  # fmt: skip
# What helps whoever writes: it says nothing of what she does not read.
WRITING = {"preview", "similar_questions", "house_rules", "asked"}
# A seat in what is open to all is taken with the account instead of an address, and given back.
OWN_SEAT = {("event_registration", "public"), ("event_cancellation", "public")}
# A room that members read, and what stands in it: hers are asked for in their place too.
OF_A_ROOM = {"alle", "ben's thread", "ben's post"}
OF_MEMBERS = {"collect_answers"}  # what only they make of what is said there
REFUSED = {"403", "404"}


@pytest.fixture(scope="module")
def furnished(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield WithMinistry()
        transaction.set_rollback(True)


@pytest.fixture
def house(furnished, db):
    return furnished


class WithMinistry(House):
    def __init__(self):
        super().__init__()
        self.ministry = a_person("Mila Amt", "mila@ministerium.example", is_member=False, password="x")
        group = Group.objects.create(name="Fragen an das Ministerium", kind=Group.TOPIC_TEAM)
        for person in (self.people["ben"], self.people["olga"], self.ministry):
            join(group, person)
        agreed(self.ministry)
        facts = {"kind": Room.MINISTRY, "readers": group.token, "writers": group.token}
        self.its_room = a_room("Fragen an das Ministerium", slug="ministerium", **facts)
        self.its_thread = a_thread(self.its_room, self.people["ben"], title="Wann kommt die Förderung?")
        client = Client()
        client.force_login(self.ministry)
        self.cookies[HERS] = client.cookies.output(header="")

    def in_its_room(self) -> "WithMinistry":
        """The same house, whose room of members is the ministry's."""
        other = copy(self)
        other.thread = self.its_thread
        return other

    def path(self, name, about):
        path = super().path(name, about)
        return path.replace("/raeume/alle/", "/raeume/ministerium/") if self.thread == self.its_thread else path


def expected(name: str, about: str, answers: str) -> set[str]:
    by_who = dict(zip(CAST, answers.split(), strict=True))
    visitor, member = by_who["visitor"], by_who[PLAIN]
    if name in ACCOUNT | WRITING or (name, about) in OWN_SEAT:
        return {member}
    if visitor != "login":
        return {visitor}
    return {member} if member == "405" else REFUSED


def wrong_doors(house, rows=DOORS) -> list[str]:
    """Doors at which the ministry's account gets what it should not, or not what it should. Each is tried in a
    savepoint: one does not leave the next another house."""
    faults = []
    for name, about, get, post in rows:
        for method, answers in (("GET", get), ("POST", post)):
            got, may_get = _knock(house, method, name, about), expected(name, about, answers)
            if got not in may_get:
                faults.append(f"{method} {name} {about}: {got} statt {' oder '.join(sorted(may_get))}")
    return faults


def wrong_doors_of_its_room(house) -> list[str]:
    """Where whoever is nothing but a member is let into the members' room, the ministry is let into its own."""
    faults = []
    for name, about, get, post in DOORS:
        if about in OF_A_ROOM and name not in OF_MEMBERS:
            for method, answers in (("GET", get), ("POST", post)):
                got, member = _knock(house.in_its_room(), method, name, about), answers.split()[CAST.index(PLAIN)]
                if got != member:
                    faults.append(f"{method} {name} {about}: {got} statt {member}")
    return faults


def _knock(house, method: str, name: str, about: str) -> str:
    with transaction.atomic():
        answer = house.knock(HERS, method, house.path(name, about))
        transaction.set_rollback(True)
    return answer


def test_the_ministry_gets_what_is_public_and_its_own_account_and_nothing_else(house):
    faults = wrong_doors(house)
    assert not faults, "\n" + "\n".join(faults)


def test_in_its_own_room_it_is_a_reader_like_every_other(house):
    assert {about for _name, about, *_rest in DOORS} >= OF_A_ROOM
    faults = wrong_doors_of_its_room(house)
    assert not faults, "\n" + "\n".join(faults)


def test_its_pages_show_its_room_and_nothing_of_the_members(house):
    client = _client(house)
    page = client.get("/dialog/").content.decode()
    assert "Fragen an das Ministerium" in page and "/raeume/alle/" not in page and "Kreis" not in page
    today = client.get("/").content.decode()
    assert "Wann kommt die Förderung?" in today
    assert house.thread.title not in today and "/members/" not in today and "/cohort/" not in today


def test_it_finds_its_room_and_nothing_of_the_members(house):
    client, member = _client(house), Client()
    member.force_login(house.people[PLAIN])
    of_members, its = {house.thread.path, house.card.path, "/veranstaltungen/members/"}, {house.its_thread.path}
    for word, is_found in (("Sprachmittlung", of_members), ("Okonkwo", of_members), ("members", of_members),
                           ("Förderung", its)):  # fmt: skip
        hits, of_a_visitor, of_a_member = (_hits(who, word) for who in (client, Client(), member))
        assert is_found & of_a_member and hits == of_a_visitor | is_found & its, word
    for word in ("Okonkwo", "Nirgendwas"):
        assert "Wer es wissen könnte" not in client.get("/suche/", {"q": word}).content.decode()


def _hits(client, word: str) -> set[str]:
    page = client.get("/suche/", {"q": word, "genau": "1"}).content.decode()
    listed = page.partition('<ol class="hits"')[2].partition("</ol>")[0]
    return set(re.findall(r'href="(/[^"#]*)', listed))


def test_a_call_that_is_open_to_all_is_none_for_a_ministry(house):
    house.call.open_to = "public"
    house.call.save()
    assert _client(house).get(house.path("application", "call")).status_code == 403


def test_it_reads_what_is_public_and_has_no_part_in_pages(house):
    author, ministry = house.people["ben"], house.ministry
    client, (group,) = _client(house), Group.objects.filter(name="Fragen an das Ministerium")
    for readers, answer in (("public", 200), ("members", 404), (group.token, 200)):
        article = an_article(author, house.people["ada"], title=f"Für {readers[:7]}", readers=readers)
        Article.objects.filter(pk=article.pk).update(team=group)
        article.refresh_from_db()
        assert client.get(article.path).status_code == answer
        assert not any(may(ministry, article) for may in (may_write, may_suggest, may_release))
        assert may_write(house.people["olga"], article)  # a member of the same team does
    assert not may_begin(ministry)


def _client(house) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=house.ministry.pk))
    return client


# From here on the twins: a house that ignores who is no member, to prove that the same walk notices.


@pytest.mark.once
def test_a_house_that_takes_a_ministry_for_a_member_is_found(house):
    Person.objects.filter(pk=house.ministry.pk).update(is_member=True)
    names = {fault.split()[1] for fault in wrong_doors(house)}
    assert names >= {"room", "thread", "new_thread", "event", "colleague", "message", "release", "application"}


@pytest.mark.once
def test_a_page_that_asks_only_whether_somebody_is_signed_in_is_found(house, monkeypatch):
    monkeypatch.setattr("dreiklang.training.views.learning.is_member", lambda person: person.is_authenticated)
    assert [fault.split()[1] for fault in wrong_doors(house)] == ["my_training"]


def test_a_room_that_the_ministry_is_not_in_is_found(house):
    Group.objects.get(name="Fragen an das Ministerium").memberships.filter(person=house.ministry).delete()
    assert wrong_doors_of_its_room(house)
