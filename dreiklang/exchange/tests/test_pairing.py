"""Twenty minutes: whoever wants is brought together with somebody new every few weeks, and nobody is left out twice."""

import re
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine

from dreiklang.exchange.actions.pairing import end, match, pair_due, take_part
from dreiklang.exchange.models import Pair, PairingWish
from dreiklang.exchange.tests.colleagues_makers import a_colleague, at
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.actions.blocking import block
from dreiklang.people.actions.releasing import withdraw
from dreiklang.people.models import Level
from dreiklang.people.tests.makers import ben

pytestmark = [pytest.mark.django_db, pytest.mark.long]

START = datetime(2031, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def some(*names):
    people = [a_colleague(name).person for name in names]
    for person in people:
        take_part(person)
    return people


def pairs() -> set[frozenset[str]]:
    return {frozenset((pair.one.name, pair.other.name)) for pair in Pair.objects.all()}


def test_the_nearest_come_together_and_both_get_a_letter_without_an_address(clock):
    village, near, city = (
        at("Dorf", "99115003", population=9000), at("Weiler", "99115004", population=9300),
        at("Großstadt", "99121000", population=300_000, kind="stadtkreis"),
    )  # fmt: skip
    a = a_colleague("Anna Dorf", village).person
    b = a_colleague("Bea Weiler", near).person
    c = a_colleague("Cora Stadt", city, shows_municipality=Level.ME).person
    d = a_colleague("Dora Stadt", city).person
    for person in (a, b, c, d):
        take_part(person)
    assert pair_due() == 2 and pairs() == {
        frozenset(("Anna Dorf", "Bea Weiler")),
        frozenset(("Cora Stadt", "Dora Stadt")),
    }
    letter = Letter.objects.get(to=a.email)
    assert "Bea Weiler" in letter.text and "Weiler (Oberauland)" in letter.text and "bea@" not in letter.text
    assert "Großstadt" not in Letter.objects.get(to=d.email).text  # Cora does not show where she works
    assert pair_due() == 0 and Letter.objects.count() == 4


def test_whoever_is_left_over_comes_first_next_time_and_nobody_meets_twice(clock, settings):
    some("Anna A", "Bea B", "Cora C")
    assert pair_due() == 1
    left = PairingWish.objects.get(is_first=True).person.name
    assert left not in {name for pair in pairs() for name in pair}
    clock.shift(timedelta(weeks=settings.PAIR_WEEKS) - timedelta(days=1))
    assert pair_due() == 0
    clock.shift(timedelta(days=1))
    assert pair_due() == 1 and len(pairs()) == 2
    assert left in {pair.one.name for pair in Pair.objects.filter(on=Pair.objects.latest("on").on)} | {
        pair.other.name for pair in Pair.objects.filter(on=Pair.objects.latest("on").on)
    }
    clock.shift(timedelta(weeks=settings.PAIR_WEEKS))
    assert pair_due() == 1 and len(pairs()) == 3
    clock.shift(timedelta(weeks=settings.PAIR_WEEKS))
    assert pair_due() == 0 and len(pairs()) == 3  # all have met


def test_two_who_may_not_meet_each_take_one_of_a_pair():
    near = {(1, 2): 0.0}
    assert sorted(match([1, 2, 3, 4], set(), lambda *pair: near.get(pair, 1.0), {(3, 4)})) in (
        [(1, 3), (2, 4)],
        [(1, 4), (2, 3)],
    )
    assert match([1, 2], set(), lambda *pair: 0.0, {(1, 2)}) == []


def test_blocked_people_are_never_brought_together(clock):
    a, b = some("Anna A", "Bea B")
    block(b, a)
    assert pair_due() == 0 and not Letter.objects.exists()
    some("Cora C")
    assert pair_due() == 1 and frozenset(("Anna A", "Bea B")) not in pairs()


def test_whoever_can_no_longer_be_found_is_left_alone_and_nobody_joins_without_a_card(clock):
    a, b = some("Anna A", "Bea B")
    withdraw(b)
    assert pair_due() == 0
    with pytest.raises(Refusal, match="Karte"):
        take_part(ben())


def test_one_joins_on_the_page_and_leaves_by_the_link_of_the_letter_without_signing_in(client, clock):
    a, b = some("Anna A", "Bea B")
    end(a)
    client.force_login(a)
    page = client.get("/austausch/zwanzig-minuten/").content.decode()
    assert "Ihr Gegenüber liest Ihren Namen" in page
    client.post("/austausch/zwanzig-minuten/", {"step": "join"})
    pair_due()
    client.logout()
    path = re.search(r"/austausch/zwanzig-minuten/ende/[^)\s]+", Letter.objects.get(to=a.email).text)[0].replace(
        "\\", ""
    )
    assert "Nicht mehr mitmachen" in client.get(path).content.decode() and PairingWish.objects.count() == 2
    client.post(path)
    assert list(PairingWish.objects.values_list("person", flat=True)) == [b.pk]
    assert client.get(f"{path[:-3]}x/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_chores_at_once_make_one_round():
    some("Anna A", "Bea B", "Cora C", "Dora D")
    answers = side_by_side(partial(pair_due), partial(pair_due))
    assert sorted(answers) == [0, 2] and Pair.objects.count() == 2 and Letter.objects.count() == 4
