"""Reserved seats go to those they are reserved for, until a day on which they are open to everybody."""

from datetime import date, datetime, timedelta
from itertools import product
from random import Random

import pytest
import time_machine
from django.utils import timezone, translation

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.tests.makers import ada
from dreiklang.places.models import Municipality
from dreiklang.seats.actions.calling import drop_quota, reserve
from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.actions.deciding import decide, decide_by_rule, propose
from dreiklang.seats.actions.filling import fill_all
from dreiklang.seats.actions.reserving import Room, fitting
from dreiklang.seats.models import Question, Quota, Registration
from dreiklang.seats.tests.makers import a_call, a_question, a_quota, an_application, applications

pytestmark = pytest.mark.django_db
KREIS, STADT, GEMEINDE = Municipality.LANDKREIS, Municipality.STADT, Municipality.GEMEINDE
OFFERED, WAITING, APPLIED = "offered", "waiting", "applied"


@pytest.fixture
def team():
    return ada()


def states(registrations) -> list[str]:
    return [Registration.objects.get(pk=one.pk).state for one in registrations]


def by_rule(seats, team):
    return decide_by_rule(seats, by=team, seen=propose(seats).version)


@pytest.mark.parametrize(
    ("criterion", "value", "fits", "does_not"),
    [
        (Quota.KIND, KREIS, {"kind": KREIS}, {"kind": STADT}),
        (Quota.ASSOCIATION, "landkreistag", {"union": "landkreistag"}, {"union": "staedtetag"}),
        (Quota.ASSOCIATION, "landkreistag", {"union": "landkreistag"}, {}),
        (Quota.LAND, "99", {}, None),
        (Quota.LAND, "08", None, {}),
        (Quota.BELOW, "20000", {"population": 19999}, {"population": 20000}),
        (Quota.ABOVE, "20000", {"population": 20000}, {"population": 19999}),
        (Quota.NEW, "", {"since": date(2027, 2, 1)}, {"since": date(2026, 3, 1)}),
    ],
)
def test_who_fits(criterion, value, fits, does_not):
    with time_machine.travel(timezone.make_aware(datetime(2027, 3, 1, 10)), tick=False):
        seats = a_call()
        quota = a_quota(seats, criterion=criterion, value=value)
        for officer, expected in ((fits, [quota]), (does_not, [])):
            if officer is not None:
                mine = an_application(seats, **officer)
                assert fitting([quota], [mine])[mine.pk] == expected


def test_yes_to_an_own_question_fits_and_no_does_not():
    seats = a_call()
    question = a_question(seats, "Zum ersten Mal?", Question.YES_NO)
    quota = a_quota(seats, criterion=Quota.ANSWER, value="", question=question)
    yes, no = (an_application(seats, answers={question: said}) for said in ("yes", "no"))
    assert fitting([quota], [yes, no]) == {yes.pk: [quota], no.pk: []}


def test_whoever_has_no_office_fits_nothing():
    seats = a_call()
    mine = an_application(seats)
    mine.person.tenures.all().delete()
    quotas = [a_quota(seats, criterion=criterion, value="9") for criterion in (Quota.BELOW, Quota.NEW, Quota.LAND)]
    assert fitting(quotas, [mine])[mine.pk] == []


def test_by_rule_whoever_fits_a_free_quota_comes_first(team):
    seats = a_call(capacity=2)
    a_quota(seats, 1)
    town, village, district, another = everyone = [
        an_application(seats, kind=kind) for kind in (STADT, GEMEINDE, KREIS, KREIS)
    ]
    proposal = propose(seats)
    assert proposal.offered == [district, town] and proposal.waiting == [village, another]
    assert {pk: quota.label for pk, quota in proposal.why.items()} == {district.pk: "Landkreise"}
    by_rule(seats, team)
    assert states(everyone) == [OFFERED, WAITING, OFFERED, WAITING]
    assert "Kontingent: Landkreise." in Registration.objects.get(pk=district.pk).reason


def test_a_reserved_seat_stays_free_until_its_day_and_then_goes_to_the_first_in_line(team):
    seats = a_call(capacity=2, closes_at=None)
    a_quota(seats, 1, released_on=timezone.localdate() + timedelta(days=30))
    everyone = applications(seats, 3, kind=GEMEINDE)
    by_rule(seats, team)
    assert states(everyone) == [OFFERED, WAITING, WAITING]
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        fill_all()
        assert Registration.objects.holding_a_seat().count() <= 1
        assert not Quota.objects.get().is_released
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        fill_all()
        assert Quota.objects.get().is_released and seats.taken() == 2
        assert Act.objects.filter(act="seats.quota_released").count() == 1
        fill_all()
    assert Act.objects.filter(act="seats.quota_released").count() == 1


def test_a_reserved_seat_that_is_given_back_goes_to_the_first_who_fits(team):
    seats = a_call(capacity=2)
    a_quota(seats, 1)
    town, village, district, another = everyone = [
        an_application(seats, kind=kind) for kind in (STADT, GEMEINDE, KREIS, KREIS)
    ]
    by_rule(seats, team)
    cancel(district)
    assert states(everyone) == [OFFERED, WAITING, "cancelled", OFFERED]
    cancel(town)
    assert states(everyone) == ["cancelled", OFFERED, "cancelled", OFFERED]


def test_the_log_says_when_somebody_was_passed_for_a_reserved_seat(team):
    seats = a_call(capacity=2)
    a_quota(seats, 1)
    _town, _village, district, another = [an_application(seats, kind=kind) for kind in (STADT, GEMEINDE, KREIS, KREIS)]
    by_rule(seats, team)
    cancel(district)
    act = Act.objects.get(act="seat.moved_up")
    assert (act.about, act.reason) == (str(another.pk), "Platz frei, erste passende Stelle, reserviert")


def test_the_reason_is_german_whoever_of_the_team_presses_the_button(team):
    seats = a_call(capacity=1)
    a_quota(seats, 1)
    mine = an_application(seats, kind=KREIS)
    with translation.override("en"):
        by_rule(seats, team)
    assert Registration.objects.get(pk=mine.pk).reason.startswith("Nach der Regel: zuerst die Kontingente")


def test_the_quota_of_something_that_is_over_is_released_and_not_looked_at_for_ever(team):
    seats = a_call(days=1)
    a_quota(seats, 1, released_on=timezone.localdate() + timedelta(days=5))
    with time_machine.travel(timezone.now() + timedelta(days=6), tick=False):
        assert (fill_all(), fill_all()) == (1, 0)


def test_without_the_quota_the_first_in_line_would_have_come(team):
    """The counter-test of the one above."""
    seats = a_call(capacity=2)
    town, village, district, another = everyone = [
        an_application(seats, kind=kind) for kind in (STADT, GEMEINDE, KREIS, KREIS)
    ]
    by_rule(seats, team)
    cancel(village)
    assert states(everyone) == [OFFERED, "cancelled", OFFERED, WAITING]


def test_by_hand_nobody_gets_a_seat_that_is_reserved_for_others(team):
    seats = a_call(capacity=2)
    a_quota(seats, 1)
    first, second, district = [an_application(seats, kind=kind) for kind in (STADT, GEMEINDE, KREIS)]
    with pytest.raises(Refusal, match="1 reserviert"):
        decide(seats, [first, second], OFFERED, by=team, reason="Beide.")
    decide(seats, [first, district], OFFERED, by=team, reason="Beide.")
    assert states([first, second, district]) == [OFFERED, APPLIED, OFFERED]


def test_who_fits_two_quotas_makes_room_for_one_who_fits_only_hers(team):
    """A small town that is new in post has the seat for small ones; then comes a small one that is not new."""
    seats = a_call(capacity=2)
    a_quota(seats, 1, Quota.BELOW, "20000", label="Kleine")
    a_quota(seats, 1, Quota.NEW, "", label="Neue")
    new = an_application(seats, since=timezone.localdate())
    small = an_application(seats)
    room = Room(seats, [new, small])
    assert room.takes_reserved(new) and room.takes_reserved(small) and room.reserved == 0
    assert len(by_rule(seats, team).offered) == 2


@pytest.mark.parametrize("seed", range(40))
def test_as_many_have_a_reserved_seat_as_trying_everything_would_find(seed):
    dice = Random(seed)
    quotas = [Quota(places=dice.randint(1, 2)) for _number in range(dice.randint(1, 3))]
    people = [Registration() for _number in range(5)]
    fits = {one.pk: [quota for quota in quotas if dice.random() < 0.5] for one in people}
    room = Room.__new__(Room)
    room.quotas, room.free, room._held, room._fits = quotas, len(people), {quota.pk: [] for quota in quotas}, fits
    taken = sum(room.takes_reserved(one) for one in people)
    ways = product(*([None, *fits[one.pk]] for one in people))
    possible = [way for way in ways if all(way.count(quota) <= quota.places for quota in quotas)]
    assert taken == max(sum(quota is not None for quota in way) for way in possible)
    assert room.reserved == sum(quota.places for quota in quotas) - taken


def test_more_than_there_are_seats_cannot_be_reserved(team):
    seats = a_call(capacity=3)
    facts = {"label": "Landkreise", "criterion": Quota.KIND, "value": KREIS, "released_on": None}
    quota = reserve(seats, facts | {"places": 2}, by=team)
    with pytest.raises(Refusal, match="4 reservierte von 3") as refused:
        reserve(seats, facts | {"places": 2}, by=team)
    assert refused.value.field == "places"
    assert reserve(seats, facts | {"places": 3}, by=team, quota=quota).places == 3
    assert Act.objects.filter(act="seats.quota").count() == 2


def test_a_quota_that_is_dropped_frees_its_seats_at_once(team):
    seats = a_call(capacity=1)
    quota = a_quota(seats, 1)
    first, second = everyone = applications(seats, 2, kind=STADT)
    by_rule(seats, team)
    assert states(everyone) == [WAITING, WAITING]
    drop_quota(quota, by=team)
    assert states(everyone) == [OFFERED, WAITING]
