"""A member who copies the network page by page gets sixty cards a day, no address, and the team hears of it."""

import hmac
import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings as settings_of_the_house
from django.utils import timezone

from dreiklang.letters.models import Letter
from dreiklang.people.actions.rationing import CARDS, forget_past_days, spend
from dreiklang.people.actions.releasing import release
from dreiklang.people.models import DayCard, DayCount, DaySalt, Level
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def cards():
    with time_machine.travel(datetime(2031, 3, 3, 9, tzinfo=UTC), tick=False):
        people = [a_person(f"Person{number} Muster") for number in range(63)]
        yield [release(one, phone=f"0753 {one.pk.int % 10**6}", shows_phone=Level.MEMBERS) for one in people]


def copied(client, cards) -> str:
    return "".join(answer.content.decode() for card in cards if (answer := client.get(card.path)).status_code == 200)


def test_a_member_who_copies_gets_sixty_cards_and_no_address_and_the_team_is_told_once(client, cards):
    team, member = ada(), ben()
    client.force_login(member)
    pages = copied(client, cards)
    assert len(set(re.findall(r"<h1>(Person\d+ Muster)", pages))) == 60
    assert not re.search(r"person\d+@example\.org", pages)
    last = client.get(cards[-1].path)
    assert last.status_code == 429 and "Genug für heute" in last.content.decode()
    assert client.get(f"{cards[-1].path}adressbuch/").status_code in {404, 429}
    (letter,) = Letter.objects.all()
    assert letter.to == team.email and letter.not_before <= timezone.now()  # posted with the next round, within seconds
    assert "Ben Okonkwo" in letter.text and "ben@example" in letter.text.replace("\\", "")
    assert not any(card.person.name in letter.text or str(card.pk) in letter.text for card in cards)


def test_without_the_limit_all_would_be_copied(client, cards, settings):
    settings.MOST_CARDS = 10_000
    client.force_login(ben())
    assert len(set(re.findall(r"<h1>(Person\d+ Muster)", copied(client, cards)))) == 63
    assert not Letter.objects.exists()


def test_ones_own_card_and_other_accounts_are_counted_for_themselves(client, cards):
    own = release(ben())
    client.force_login(own.person)
    for _each in range(70):
        assert client.get(own.path).status_code == 200
    client.force_login(cem())
    assert client.get(cards[0].path).status_code == 200
    assert list(DayCount.objects.values_list("cards", flat=True)) == [1]


def test_the_same_card_counts_once_whatever_of_it_she_opens(client, cards, settings):
    settings.MOST_CARDS = 1
    client.force_login(ben())
    for rest in ("", "", "nachricht/"):
        assert client.get(f"{cards[0].path}{rest}").status_code == 200
    assert [client.get(f"{cards[1].path}nachricht/").status_code for _twice in range(2)] == [429, 429]
    assert client.get(cards[0].path).status_code == 200  # what she saw she may see again
    assert DayCard.objects.count() == 1


def test_nobody_reads_in_the_database_whose_card_it_was(client, cards):
    person = ben()
    client.force_login(person)
    client.get(cards[0].path)
    salt, mark = DaySalt.objects.get().value.encode(), DayCard.objects.get().mark
    pair = person.pk.bytes + cards[0].pk.bytes
    assert mark != hmac.new(salt, pair, "sha256").hexdigest()
    assert mark == hmac.new(settings_of_the_house.SEAL_KEY + salt, pair, "sha256").hexdigest()
    with time_machine.travel(datetime(2031, 3, 4, 9, tzinfo=UTC), tick=False):
        forget_past_days()
    assert not DayCard.objects.exists()


def test_the_next_day_begins_anew_and_nobody_can_say_whose_a_counter_was(settings):
    settings.MOST_CARDS, person = 1, ben()
    with time_machine.travel(datetime(2031, 3, 3, 22, 30, tzinfo=UTC), tick=False) as clock:  # half past eleven
        assert spend(person, CARDS) and not spend(person, CARDS)
        first = DayCount.objects.get().mark
        forget_past_days()
        assert DaySalt.objects.count() == 1
        clock.move_to(datetime(2031, 3, 3, 23, 5, tzinfo=UTC))
        assert spend(person, CARDS)
        forget_past_days()
        assert DayCount.objects.get().mark != first and DaySalt.objects.get().day == timezone.localdate()
        assert str(person.pk) not in first and person.pk.hex not in first
