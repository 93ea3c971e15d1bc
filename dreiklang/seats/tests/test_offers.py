"""An offered seat is taken, passed on, or lapses and goes to the next: at once, told, and never twice."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_plain
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group, Membership
from dreiklang.letters.models import Letter
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import ada
from dreiklang.seats.actions.applying import accept
from dreiklang.seats.actions.cancelling import cancel, decline, remove
from dreiklang.seats.actions.deciding import decide_by_rule, propose
from dreiklang.seats.actions.describing import call_off, describe, tell_of_move
from dreiklang.seats.actions.filling import deadline, fill_all
from dreiklang.seats.models import Registration
from dreiklang.seats.retention import RULES
from dreiklang.seats.tests.makers import WEEK_BEFORE, a_call, applications

pytestmark = pytest.mark.django_db

MONDAY = timezone.make_aware(datetime(2027, 3, 1, 10))  # nothing but working days around it
_NAMES, _ANSWERS, UNANSWERED = RULES


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def a_decided_call(capacity=1, waiting=2, **fields) -> list[Registration]:
    """Offers to as many as there are seats, and so many on the waiting list."""
    seats = a_call(capacity=capacity, **fields)
    applications(seats, capacity + waiting)
    decide_by_rule(seats, by=team(), seen=propose(seats).version)
    Letter.objects.update(state=Letter.SENT)
    return list(seats.registrations.order_by("line").select_related("seats", "person"))


def team():
    return Person.objects.filter(is_team=True).first() or ada()


def states(registrations) -> list[str]:
    return [Registration.objects.get(pk=one.pk).state for one in registrations]


def told(registration) -> set[str]:
    letters = Letter.objects.filter(recipient=str(registration.person_id))
    return {subject.partition(":")[0] for subject in letters.values_list("subject", flat=True)}


def test_the_deadline_is_the_end_of_a_working_day_and_stands_in_the_letter(clock):
    offered, *_others = a_decided_call(offer_days=5)  # Saturday becomes Monday
    until = timezone.localtime(offered.held_until)
    assert (until.date().isoformat(), until.hour, until.minute) == ("2027-03-08", 23, 59)
    assert "8. März 2027, 23:59 Uhr" in to_plain(Letter.objects.get(subject__startswith="Ein Platz").text)


def test_days_count_from_when_the_letter_leaves_and_end_with_the_beginning(clock):
    clock.move_to(timezone.make_aware(datetime(2027, 3, 5, 22)))  # Friday night: the letter leaves on Monday
    seats = a_call(offer_days=1)
    assert timezone.localtime(deadline(seats)).date().isoformat() == "2027-03-09"
    starts = timezone.now() + timedelta(days=3)
    soon = a_call(offer_days=7, days=3)
    assert deadline(soon) == starts
    assert deadline(a_call(offer_days=7, days=0)) == timezone.now() + timedelta(days=1)  # never less than a day


def test_whoever_takes_the_seat_has_it_and_belongs_to_the_group(clock):
    cohort = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    offered, waiting, _third = a_decided_call(joins=cohort)
    assert not Membership.objects.exists()
    taken = accept(offered)
    assert (taken.state, taken.held_until) == (Registration.CONFIRMED, None)
    assert Membership.objects.get().person == offered.person
    letter = Letter.objects.get(subject__startswith="Ihr Platz ist sicher")
    assert letter.to == offered.person.email and letter.calendar_method == "REQUEST"
    accept(offered)
    assert Letter.objects.filter(subject__startswith="Ihr Platz ist sicher").count() == 1
    with pytest.raises(Refusal, match="gilt nicht mehr"):
        accept(waiting)


def test_a_group_that_is_named_later_is_joined_by_those_who_took_their_seat_only(clock):
    first, _second, _third = a_decided_call(capacity=2, waiting=1)
    accept(first)
    describe(first.seats, joins=Group.objects.create(name="Jahrgang", kind=Group.COHORT))
    assert [one.person for one in Membership.objects.all()] == [first.person]


def test_whoever_passes_the_seat_on_makes_way_for_the_next_at_once(clock):
    offered, second, third = everyone = a_decided_call()
    decline(offered)
    assert states(everyone) == ["declined", "offered", "waiting"]
    assert "Platz weitergegeben" in told(offered) and "Ein Platz für Sie" in told(second)
    decline(offered)
    assert states(everyone) == ["declined", "offered", "waiting"]
    with pytest.raises(Refusal, match="gilt nicht mehr"):
        accept(offered)


def test_the_button_to_pass_on_in_an_old_tab_takes_no_seat_that_she_has_taken(clock):
    offered, *_others = a_decided_call()
    accept(offered)
    assert decline(offered).state == Registration.CONFIRMED


def test_passing_on_leaves_a_group_alone_that_she_belongs_to_anyway(clock):
    cohort = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    offered, *_others = a_decided_call(joins=cohort)
    join(cohort, offered.person)
    decline(offered)
    assert Membership.objects.filter(person=offered.person).exists()


def test_an_offer_elsewhere_keeps_nobody_in_the_group_whose_seat_she_gave_back(clock):
    cohort = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    first, second = a_decided_call(joins=cohort, waiting=0)[0], a_decided_call(joins=cohort, waiting=0)[0]
    Registration.objects.filter(pk=second.pk).update(person=first.person)
    accept(first)
    cancel(first)
    assert not Membership.objects.exists()


def test_an_offer_that_lapses_goes_to_the_next_and_both_hear_it(clock):
    offered, second, third = everyone = a_decided_call(offer_days=7)
    clock.move_to(offered.held_until - timedelta(seconds=1))
    fill_all()
    assert states(everyone) == ["offered", "waiting", "waiting"]
    clock.move_to(offered.held_until)
    assert not Registration.objects.get(pk=offered.pk).has_seat
    fill_all()
    assert states(everyone) == ["lapsed", "offered", "waiting"]
    assert "Das Angebot ist verfallen" in told(offered) and "Ein Platz für Sie" in told(second)
    assert set(Act.objects.filter(by="rule").values_list("act", "about")) == {
        ("seat.offer_lapsed", str(offered.pk)), ("seat.moved_up", str(second.pk)),
    }  # fmt: skip
    letters = Letter.objects.count()
    fill_all()
    assert Letter.objects.count() == letters
    with pytest.raises(Refusal, match="gilt nicht mehr"):
        accept(offered)


def test_an_offer_whose_letter_has_not_left_does_not_lapse(clock):
    offered, second, _third = everyone = a_decided_call(offer_days=7)
    Letter.objects.filter(pk=Registration.objects.get(pk=offered.pk).offer_letter).update(state=Letter.WAITING)
    clock.move_to(offered.held_until)
    fill_all()
    assert states(everyone) == ["offered", "waiting", "waiting"]
    later = Registration.objects.get(pk=offered.pk)
    assert later.has_seat and later.held_until > offered.held_until + timedelta(days=6)
    Letter.objects.update(state=Letter.SENT)
    clock.move_to(later.held_until)
    fill_all()
    assert states(everyone) == ["lapsed", "offered", "waiting"]


def test_too_late_by_a_second_is_too_late_even_before_the_chore_came(clock):
    offered, *_others = a_decided_call()
    clock.move_to(offered.held_until)
    with pytest.raises(Refusal, match="gilt nicht mehr"):
        accept(offered)


def test_two_days_before_she_is_reminded_once(clock):
    offered, *_others = a_decided_call(offer_days=7)
    clock.move_to(offered.held_until - timedelta(days=2, seconds=1))
    fill_all()
    assert "Noch nicht angenommen" not in told(offered)
    clock.move_to(offered.held_until - timedelta(days=2))
    fill_all(), fill_all()
    assert Letter.objects.filter(subject__startswith="Noch nicht angenommen").count() == 1


def test_whoever_took_her_seat_or_has_only_two_days_is_not_reminded(clock):
    taken, short = a_decided_call(offer_days=7)[0], a_decided_call(offer_days=2)[0]
    accept(taken)
    clock.move_to(short.held_until - timedelta(hours=30))
    fill_all()
    assert not Letter.objects.filter(subject__startswith="Noch nicht angenommen").exists()


def test_who_is_offered_a_seat_hears_of_a_new_date_without_an_entry_for_her_calendar(clock):
    a_decided_call()
    tell_of_move(Registration.objects.first().seats, WEEK_BEFORE)
    letters = Letter.objects.filter(subject__startswith="Neuer Termin")
    assert letters.count() == 3 and not letters.exclude(calendar="").exists()
    assert letters.filter(text__contains="Unser Angebot gilt weiter").count() == 1


def test_an_offer_counts_as_a_taken_seat_on_the_page_and_an_application_does_not(clock):
    seats = a_decided_call(capacity=2, waiting=1)[0].seats
    applications(seats, 3)
    assert list(seats.registrations.tally()) == [(seats.pk, 2, 1)]


def test_the_team_can_take_an_offer_back(clock):
    offered, second, _third = everyone = a_decided_call()
    remove(offered, by=team(), reason="Doppelt beworben.")
    assert states(everyone) == ["removed", "offered", "waiting"]
    assert "Unser Angebot gilt nicht mehr" in told(offered)


def test_whoever_moves_up_does_not_read_why_she_had_to_wait(clock):
    offered, second, _third = a_decided_call()
    Registration.objects.filter(pk=second.pk).update(reason="Alle Plätze sind vergeben.")
    decline(offered)
    assert Registration.objects.get(pk=second.pk).reason == ""


def test_of_what_is_called_off_nobody_hears_that_her_offer_went_to_others(clock):
    offered, *_others = a_decided_call()
    call_off(offered.seats, "Zu wenig Geld.")
    clock.move_to(offered.held_until)
    fill_all()
    assert "Das Angebot ist verfallen" not in told(offered)
    assert fill_all() == 0


def test_a_lapsed_offer_is_no_registration_that_was_never_answered(clock):
    """Those are deleted after a day; her application is hers to read."""
    offered, *_others = a_decided_call()
    clock.shift(timedelta(days=20))
    fill_all()
    assert UNANSWERED.due(timezone.now()).count() == 0
