"""A search as a feed: for everybody what is public, under a secret address what its owner may read."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from dreiklang.events.tests.makers import an_event
from dreiklang.people.tests.makers import ben
from dreiklang.search.models import FeedAddress
from dreiklang.search.tests.makers import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(**asked) -> list[str]:
    answer = Client().get("/suche/feed.atom", asked)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(answer.content)
    assert tree.find(f"{ATOM}id").text and tree.find(f"{ATOM}updated").text and tree.find(f"{ATOM}title").text
    for entry in tree.iter(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}id").text.startswith("urn:uuid:") and entry.find(f"{ATOM}updated").text
    return [entry.find(f"{ATOM}title").text for entry in tree.iter(f"{ATOM}entry")]


def token_of(client, **asked) -> str:
    page = client.post("/konto/suche/", {"q": "Treffen", **asked}).text
    return re.search(r"schluessel=([\w-]+)", page)[1]


def test_a_public_feed_has_what_is_public_the_newest_first():
    an_event("Treffen bald", days=2)
    an_event("Treffen später", days=20)
    an_event("Treffen unter uns", readers="members")
    assert feed(q="Treffen") == ["Treffen später", "Treffen bald"]
    assert feed(q="Haltestelle") == [] and feed(q="") == []


def test_her_own_feed_has_what_she_may_read_until_she_ends_it():
    an_event("Treffen unter uns", readers="members")
    an_event("Treffen des Teams", readers="team")
    client = client_of(person := ben())
    token = token_of(client)
    assert feed(q="Treffen", schluessel=token) == ["Treffen unter uns"]
    other = token_of(client)
    assert Client().get("/suche/feed.atom", {"q": "Treffen", "schluessel": token}).status_code == 404
    assert feed(q="Treffen", schluessel=other) == ["Treffen unter uns"]
    client.post("/konto/suche/", {"end": "1"})
    assert Client().get("/suche/feed.atom", {"q": "Treffen", "schluessel": other}).status_code == 404
    assert not FeedAddress.objects.filter(person=person).exists()


def test_who_can_no_longer_sign_in_reads_no_feed():
    person = ben()
    token = token_of(client_of(person))
    person.is_active = False
    person.save()
    assert Client().get("/suche/feed.atom", {"q": "Treffen", "schluessel": token}).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 43, "\0", "ü"])
def test_a_key_that_is_none_opens_nothing(token):
    assert Client().get("/suche/feed.atom", {"q": "Treffen", "schluessel": token}).status_code == 404


def test_neither_the_key_nor_the_search_is_kept():
    token = token_of(client_of(ben()), art="event")
    row = FeedAddress.objects.get()
    assert token not in str(vars(row)) and "Treffen" not in str(vars(row))
