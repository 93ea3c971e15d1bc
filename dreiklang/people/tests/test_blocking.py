"""One takes no more messages from somebody; the other notices no more than that somebody is not to be found."""

import re

import pytest

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.secret_links import seal
from dreiklang.foundation.text import to_plain
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.actions import messaging
from dreiklang.people.actions.blocking import block, unblock
from dreiklang.people.actions.releasing import release, withdraw
from dreiklang.people.models import Block
from dreiklang.people.tests.makers import ada, ben, cem

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Hallo", "text": "Melden Sie sich!"}


def said_to(client, card, act) -> list[tuple[int, str]]:
    """What a sender gets at the card and when writing, before and after `act`; without what is random in a form."""
    answers = [client.get(card.path)]
    act()
    answers += [
        client.get(card.path),
        client.get(f"{card.path}nachricht/"),
        client.post(f"{card.path}nachricht/", WORDS),
    ]
    answers.append(client.get(f"{card.path}sperre/"))
    return [(answer.status_code, re.sub(r'value="[^"]{30,}"', "", answer.content.decode())) for answer in answers]


def test_a_block_reads_like_no_longer_being_found(client):
    person, sender = ben(), cem()
    client.force_login(sender)
    blocked = said_to(client, release(person), lambda: block(person, sender))
    unblock(person, sender)
    gone = said_to(client, release(person), lambda: withdraw(person))
    assert blocked[1:] == gone[1:] and blocked[0] != blocked[1]
    assert not Letter.objects.exists()


def test_in_the_very_moment_the_sentence_is_the_same_too():
    person, sender = ben(), cem()
    card = release(person)
    block(person, sender)
    with pytest.raises(Refusal, match="inzwischen nicht mehr auffindbar"):
        messaging.write_to(card, **WORDS, by=sender)
    assert messaging.write_to(card, **WORDS, by=ada())  # the twin: of others she takes them


def test_the_letter_brings_a_link_that_works_without_signing_in(client):
    person, sender = ben(), cem()
    card = release(person)
    letter = messaging.write_to(card, **WORDS, by=sender)
    link = re.search(r"/nachrichten/sperre/[^\s/]+/", to_plain(letter.text))[0]
    assert "Keine Nachrichten mehr annehmen" in client.get(link).content.decode() and not Block.objects.exists()
    assert "Erledigt" in client.post(link, follow=True).content.decode()
    assert (Block.objects.get().person, Block.objects.get().whom) == (person, sender)
    assert client.post(f"/nachrichten/sperre/{seal(f'{person.pk}.{sender.pk}', 'other')}/").status_code == 404
    assert not Act.objects.exists()


def test_from_the_card_to_the_list_and_back(client):
    person, sender = ben(), cem()
    card = release(sender)
    client.force_login(person)
    assert "Nachrichten von dieser Person nicht mehr annehmen" in client.get(card.path).content.decode()
    page = client.post(f"{card.path}sperre/", follow=True).content.decode()
    assert sender.name in page and "/konto/sperren/" in client.get("/konto/").content.decode()
    for number in ("x", "", "0", "99999999"):
        assert client.post("/konto/sperren/", {"block": number}).status_code == 404
    client.force_login(ada())
    assert client.post("/konto/sperren/", {"block": Block.objects.get().pk}).status_code == 404
    client.force_login(person)
    client.post("/konto/sperren/", {"block": Block.objects.get().pk})
    assert not Block.objects.exists()


def test_nobody_blocks_herself(client):
    person = ben()
    card = release(person)
    client.force_login(person)
    assert client.post(f"{card.path}sperre/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_blocked_twice_at_once_is_one_block():
    person, sender = ben(), cem()
    assert all(isinstance(answer, Block) for answer in side_by_side(*[lambda: block(person, sender)] * 3))
    assert Block.objects.count() == 1
