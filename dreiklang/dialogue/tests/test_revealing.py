"""Who speaks as a voice is said to two moderators of the room who agree, once; and she hears of it."""

from datetime import timedelta

import pytest
import time_machine

from dreiklang.dialogue.models import Voice
from dreiklang.dialogue.tests.makers import a_moderator, a_room, a_thread
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.moderation import sealed
from dreiklang.moderation.actions.revealing import propose
from dreiklang.moderation.log import check
from dreiklang.moderation.models import Entry, RevealRequest
from dreiklang.people.tests.makers import a_person, ada, ben

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LINE, REASON = "Integrationsbeauftragte, Stadt", "Eine Drohung gegen Dritte."


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        yield clock


def a_house():
    """Two moderators, and Ben who speaks as a voice."""
    room = a_room()
    two = [a_person("Hanna Moll"), a_person("Mia Lang")]
    for person in two:
        a_moderator(room, person)
    voice = a_thread(room, ben(), title="Ein Geheimnis", line=LINE).voices.get()
    return voice, *two


def asked(voice, by) -> RevealRequest:
    return propose(voice.pk, f"room:{voice.thread.room_id}", reason=REASON, by=by)


def test_two_moderators_agree_and_she_hears_at_once_why_and_by_whom(clock):
    voice, first, second = a_house()
    asked(voice, first)
    clock.shift(timedelta(hours=71))
    assert sealed.reveal(voice.pk, first=first, second=second, reason=REASON).name == "Ben Okonkwo"
    letter = Letter.objects.get(to="ben@example.org")
    assert all(word in letter.text for word in (REASON, first.name, second.name))
    assert "Geheimnis" not in letter.text and str(voice.thread_id) not in letter.text
    assert list(Entry.objects.values_list("act", flat=True)) == ["reveal.proposed", "reveal.confirmed"]
    assert check().holds


def test_one_person_twice_is_nobody(clock):
    voice, first, _second = a_house()
    asked(voice, first)
    with pytest.raises(Refusal, match="jemand anderes"):
        sealed.reveal(voice.pk, first=first, second=first, reason=REASON)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("is_first", [True, False])
def test_a_moderator_of_another_room_is_none_here(clock, is_first):
    voice, first, _second = a_house()
    stranger = ada()
    a_moderator(a_room("Anderswo"), stranger)
    one, other = (stranger, first) if is_first else (first, stranger)
    asked(voice, one)
    with pytest.raises(Refusal, match="zwei Moderierende dieses Raums"):
        sealed.reveal(voice.pk, first=one, second=other, reason=REASON)
    a_moderator(voice.thread.room, stranger)  # the twin: as one of this room she may
    assert sealed.reveal(voice.pk, first=one, second=other, reason=REASON)


def test_after_72_hours_a_proposal_is_void(clock):
    voice, first, second = a_house()
    asked(voice, first)
    clock.shift(timedelta(hours=72))
    with pytest.raises(Refusal, match="72 Stunden"):
        sealed.reveal(voice.pk, first=first, second=second, reason=REASON)


@pytest.mark.parametrize("forged", ["first", "reason", "nothing proposed", "again"])
def test_only_what_was_proposed_is_confirmed_and_once(clock, forged):
    voice, first, second = a_house()
    said = {"first": first, "second": second, "reason": REASON}
    if forged != "nothing proposed":
        asked(voice, first)
    if forged == "first":
        said |= {"first": second, "second": first}
    if forged == "reason":
        said["reason"] = "Neugier"
    if forged == "again":
        sealed.reveal(voice.pk, **said)
    with pytest.raises(Refusal, match="Diesen Antrag gibt es nicht"):
        sealed.reveal(voice.pk, **said)


def test_a_proposal_needs_a_reason(clock):
    voice, first, _second = a_house()
    with pytest.raises(Refusal) as refusal:
        propose(voice.pk, "room:1", reason=" ", by=first)
    assert refusal.value.field == "reason"


@pytest.mark.django_db(transaction=True)
def test_confirmed_twice_at_once_it_is_one_letter():
    voice, first, second = a_house()
    asked(voice, first)
    answers = side_by_side(*[lambda: sealed.reveal(voice.pk, first=first, second=second, reason=REASON)] * 3)
    assert sum(isinstance(answer, Refusal) for answer in answers) == 2 and Letter.objects.count() == 1


def test_on_the_page_each_of_the_two_sees_it_once_and_nobody_else_anything(client):
    voice, first, second = a_house()
    path = f"/dialog/moderation/aufdeckung/{voice.pk}/"
    third = a_person("Dana Abel")
    a_moderator(voice.thread.room, third)

    def see(person, **data):
        client.force_login(person)
        answer = client.post(path, data, follow=True) if data else client.get(path)
        return answer.content.decode()

    assert "Beantragt" in see(first, propose="1", reason=REASON)
    assert "Zustimmen" not in see(first) and "Ben Okonkwo" not in see(first, confirm="1")
    assert path in (client.force_login(second), client.get("/dialog/moderation/").content.decode())[1]
    assert "Ben Okonkwo" not in see(second, confirm="1")
    for person in (first, second):
        assert "Ben Okonkwo" in see(person, show="1")
        assert "Ben Okonkwo" not in see(person, show="1") + see(person)
    assert "Ben Okonkwo" not in see(third, show="1") + see(third)
    client.force_login(ada())
    assert client.get(path).status_code == 404


def test_of_a_forgotten_voice_nobody_hears_anything(clock):
    voice, first, second = a_house()
    sealed.forget_voices(Voice.objects.values_list("pk", flat=True))
    asked(voice, first)
    assert sealed.reveal(voice.pk, first=first, second=second, reason=REASON) is None
