"""The panel decides, singly, in bulk, by the stated rule; every decision has its reason in the log and in a letter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ada
from dreiklang.seats.actions.applying import accept, apply
from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.actions.deciding import decide, decide_by_rule, propose
from dreiklang.seats.actions.describing import call_off
from dreiklang.seats.actions.filling import fill_free_seats
from dreiklang.seats.actions.steering import change_capacity, move_up
from dreiklang.seats.models import Registration, Seats
from dreiklang.seats.tests.makers import a_call, an_application, applications

pytestmark = pytest.mark.django_db
OFFERED, WAITING, REJECTED, APPLIED = "offered", "waiting", "rejected", "applied"


@pytest.fixture
def team():
    return ada()


def states(registrations) -> list[str]:
    return [Registration.objects.get(pk=one.pk).state for one in registrations]


def subjects(registration) -> list[str]:
    letters = Letter.objects.filter(recipient=str(registration.person_id)).order_by("written_at")
    return [subject.partition(":")[0] for subject in letters.values_list("subject", flat=True)]


@pytest.mark.parametrize(
    ("decision", "subject"),
    [
        (OFFERED, "Ein Platz für Sie"),
        (WAITING, "Ihre Bewerbung steht auf der Warteliste"),
        (REJECTED, "Zu Ihrer Bewerbung"),
    ],
)
def test_a_decision_is_logged_and_told_with_its_reason(team, decision, subject):
    first, _other = applications(a_call(capacity=1), 2)
    (decided,) = decide(first.seats, [first], decision, by=team, reason=" Aus gutem Grund. ")
    assert (decided.state, decided.reason) == (decision, "Aus gutem Grund.")
    act = Act.objects.get(act=f"application.{decision}")
    assert (act.by, act.about, act.reason) == (str(team.pk), str(first.pk), "Aus gutem Grund.")
    letter = Letter.objects.get(subject__startswith=subject)
    assert letter.to == first.person.email and "Aus gutem Grund." in letter.text


def test_without_a_reason_nothing_is_decided(team):
    (first,) = applications(a_call(), 1)
    with pytest.raises(Refusal, match="Grund") as refused:
        decide(first.seats, [first], OFFERED, by=team, reason=" \n")
    assert refused.value.field == "reason" and states([first]) == [APPLIED] and not Act.objects.exists()


def test_many_are_decided_at_once_and_deciding_twice_tells_nobody_again(team):
    everyone = applications(a_call(capacity=3), 5)
    assert len(decide(everyone[0].seats, everyone[:3], OFFERED, by=team, reason="Passt.")) == 3
    letters = Letter.objects.count()
    assert decide(everyone[0].seats, everyone[:3], OFFERED, by=team, reason="Passt.") == []
    assert states(everyone) == [OFFERED] * 3 + [APPLIED] * 2 and Letter.objects.count() == letters


def test_more_than_there_is_room_for_are_not_offered_a_seat_not_even_some(team):
    everyone = applications(a_call(capacity=2), 3)
    with pytest.raises(Refusal, match="nur 2 Plätze frei"):
        decide(everyone[0].seats, everyone, OFFERED, by=team, reason="Passt.")
    assert states(everyone) == [APPLIED] * 3


def test_somebody_of_another_call_is_not_decided_on(team):
    (mine,), (other,) = applications(a_call(), 1), applications(a_call(), 1)
    assert decide(mine.seats, [other], REJECTED, by=team, reason="Falsch.") == []
    assert states([other]) == [APPLIED]


def test_the_waiting_list_follows_the_decisions_and_not_the_arrival(team):
    seats = a_call(capacity=1)
    first, second, third, fourth = applications(seats, 4)
    decide(seats, [fourth], OFFERED, by=team, reason="Passt.")
    decide(seats, [third], WAITING, by=team, reason="Zuerst.")
    decide(seats, [second, first], WAITING, by=team, reason="Dann.")  # by arrival among themselves
    ranks = [Registration.objects.get(pk=one.pk).rank() for one in (third, first, second)]
    assert ranks == [1, 2, 3]
    cancel(fourth)
    assert states([third, first, second]) == [OFFERED, WAITING, WAITING]


def test_for_every_undecided_application_a_seat_stays_free(team):
    seats = a_call(capacity=3)
    first, second, third, fourth, _fifth = everyone = applications(seats, 5)
    decide(seats, [first, second], WAITING, by=team, reason="Später.")
    assert states(everyone) == [WAITING] * 2 + [APPLIED] * 3
    decide(seats, [third], REJECTED, by=team, reason="Schon dabei.")
    assert states(everyone) == [OFFERED, WAITING, REJECTED, APPLIED, APPLIED]
    cancel(fourth)
    assert states(everyone) == [OFFERED, OFFERED, REJECTED, "cancelled", APPLIED]
    assert seats.taken() == 2


def test_rejected_is_final_but_one_may_apply_again_while_the_call_is_open(team):
    seats = a_call()
    mine = an_application(seats)
    decide(seats, [mine], REJECTED, by=team, reason="Noch nicht.")
    assert decide(seats, [mine], OFFERED, by=team, reason="Doch.") == []
    assert apply(seats, mine.person, {}).pk != mine.pk


def test_who_waits_can_be_offered_a_seat_out_of_turn_or_rejected(team):
    seats = a_call(capacity=1)
    first, second, third = everyone = applications(seats, 3)
    decide(seats, [first], OFFERED, by=team, reason="Passt.")
    decide(seats, [second, third], WAITING, by=team, reason="Voll.")
    move_up(third, by=team, reason="Hält den Vortrag.")
    seats.refresh_from_db()
    assert states(everyone) == [OFFERED, WAITING, OFFERED] and seats.capacity == 2
    assert subjects(third)[-1] == "Ein Platz für Sie"
    decide(seats, [second], REJECTED, by=team, reason="Zieht um.")
    assert states([second]) == [REJECTED]


def test_the_rule_takes_arrival_or_whoever_is_new_in_post_first(team):
    for order, expected in ((Seats.BY_ARRIVAL, [0, 1, 2]), (Seats.NEW_FIRST, [2, 0, 1])):
        seats = a_call(capacity=2, order=order)
        everyone = applications(seats, 2)
        everyone.append(an_application(seats, "Nele Neu", since=timezone.localdate() - timedelta(days=364)))
        proposal = propose(seats)
        assert [*proposal.offered, *proposal.waiting] == [everyone[at] for at in expected]
        assert len(proposal.offered) == 2 and states(everyone) == [APPLIED] * 3


def test_who_began_a_year_before_she_applied_is_not_new(team):
    seats = a_call(capacity=1, order=Seats.NEW_FIRST)
    everyone = applications(seats, 1)
    everyone.append(an_application(seats, "Alma Alt", since=timezone.localdate() - timedelta(days=365)))
    assert propose(seats).offered == everyone[:1]


def test_confirming_the_proposal_decides_on_everybody_in_one_go(team):
    seats = a_call(capacity=2)
    everyone = applications(seats, 5)
    decide_by_rule(seats, by=team, seen=propose(seats).version)
    assert states(everyone) == [OFFERED] * 2 + [WAITING] * 3
    assert [Registration.objects.get(pk=one.pk).rank() for one in everyone[2:]] == [1, 2, 3]
    assert [subjects(one)[1:] for one in everyone] == [["Ein Platz für Sie"]] * 2 + [
        ["Ihre Bewerbung steht auf der Warteliste"]
    ] * 3
    assert Act.objects.filter(act__startswith="application.", reason__startswith="Nach der Regel").count() == 5
    letters = Letter.objects.count()
    decide_by_rule(seats, by=team, seen="")
    assert Letter.objects.count() == letters


def test_a_proposal_that_is_no_longer_true_is_not_carried_out(team):
    seats = a_call(capacity=2)
    everyone = applications(seats, 3)
    seen = propose(seats).version
    cancel(everyone[0])
    with pytest.raises(Refusal, match="etwas geändert"):
        decide_by_rule(seats, by=team, seen=seen)
    assert states(everyone[1:]) == [APPLIED] * 2


def test_more_seats_are_offered_along_the_ranking(team):
    seats = a_call(capacity=1)
    everyone = applications(seats, 4)
    decide_by_rule(seats, by=team, seen=propose(seats).version)
    change_capacity(seats, 3, by=team)
    assert states(everyone) == [OFFERED] * 3 + [WAITING]
    change_capacity(seats, 1, by=team)
    assert fill_free_seats(seats) == [] and seats.taken() == 3


def test_what_is_called_off_decides_nothing_and_tells_everybody(team):
    seats = a_call(capacity=1)
    first, second, third = applications(seats, 3)
    decide(seats, [first], OFFERED, by=team, reason="Passt.")
    decide(seats, [second], WAITING, by=team, reason="Voll.")
    call_off(seats, "Zu wenig Geld.")
    assert [subjects(one)[-1] for one in (first, second, third)] == ["Abgesagt"] * 3
    assert not Letter.objects.filter(subject__startswith="Abgesagt").exclude(calendar="").exists()
    with pytest.raises(Refusal):
        decide(seats, [third], OFFERED, by=team, reason="Doch.")
    with pytest.raises(Refusal, match="findet nicht statt"):
        accept(first)
