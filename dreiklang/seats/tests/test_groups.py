import pytest

from dreiklang.groups.actions import join
from dreiklang.groups.models import Group, Membership
from dreiklang.people.tests.makers import ada, ben
from dreiklang.seats.actions.cancelling import cancel, remove
from dreiklang.seats.actions.describing import describe
from dreiklang.seats.actions.registering import confirm_address, register
from dreiklang.seats.actions.steering import change_capacity, move_up
from dreiklang.seats.tests.makers import a_full_house, a_guest, some_seats

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def cohort():
    return Group.objects.create(name="Jahrgang 2027", kind=Group.COHORT)


def belong(group: Group) -> set:
    return {membership.person for membership in Membership.objects.filter(group=group).select_related("person")}


def test_who_gets_a_seat_joins_and_who_waits_does_not(cohort):
    seated, waiting = a_full_house(some_seats(capacity=1, joins=cohort), waiting=1)
    assert belong(cohort) == {seated.person} and waiting.person not in belong(cohort)


def test_seats_that_join_nothing_join_nothing(cohort):
    register(some_seats(), ben())
    assert belong(cohort) == set()


def test_who_cancels_leaves_and_who_moves_up_joins(cohort):
    seated, first = a_full_house(some_seats(capacity=1, joins=cohort), waiting=1)
    cancel(seated)
    assert belong(cohort) == {first.person}


def test_who_is_taken_out_leaves(cohort):
    seated, first = a_full_house(some_seats(capacity=1, joins=cohort), waiting=1)
    remove(seated, by=ada(), reason="Doppelt")
    assert belong(cohort) == {first.person}


def test_who_is_moved_up_by_hand_or_by_a_greater_number_joins(cohort):
    seats, team = some_seats(capacity=1, joins=cohort), ada()
    registrations = a_full_house(seats, waiting=3)
    move_up(registrations[3], by=team, reason="Grund")
    seats.refresh_from_db()
    assert belong(cohort) == {registrations[0].person, registrations[3].person}
    change_capacity(seats, 3, by=team)
    assert belong(cohort) == {registration.person for registration in registrations if registration != registrations[2]}


def test_a_guest_has_no_account_that_could_join(cohort):
    seats = some_seats(open_to="public", joins=cohort)
    guest = confirm_address(a_guest(seats))
    assert belong(cohort) == set()
    cancel(guest)
    assert belong(cohort) == set()


def test_a_group_named_later_is_joined_by_those_who_have_a_seat_already(cohort):
    seats = some_seats(capacity=1, open_to="public")
    seated, _waiting = a_full_house(seats, waiting=1)
    confirm_address(a_guest(seats))
    describe(seats, joins=cohort), describe(seats, joins=cohort)
    assert belong(cohort) == {seated.person}


def test_other_facts_join_nobody(cohort):
    seats = some_seats(joins=cohort)
    seated = register(seats, ben())
    Membership.objects.all().delete()
    describe(seats, title="Neu")
    assert belong(cohort) == set() and seated.has_seat


def test_who_only_waited_keeps_the_group_to_which_she_belongs_anyway(cohort):
    seats = some_seats(capacity=1, joins=cohort)
    _seated, waiting = a_full_house(seats, waiting=1)
    join(cohort, waiting.person)
    cancel(waiting)
    assert waiting.person in belong(cohort)


def test_who_has_another_seat_that_joins_the_same_group_stays_in_it(cohort):
    """The blocks of one run have seats each and one cohort together."""
    person = ben()
    first, second = register(some_seats(joins=cohort), person), register(some_seats(joins=cohort, title="B"), person)
    cancel(first)
    assert belong(cohort) == {person}
    cancel(second)
    assert belong(cohort) == set()


def test_a_place_in_another_line_keeps_nobody_in_the_group(cohort):
    seated = register(some_seats(joins=cohort), ben())
    register(some_seats(capacity=0, joins=cohort, title="B"), seated.person)
    cancel(seated)
    assert belong(cohort) == set()


def test_who_comes_back_joins_again(cohort):
    seats, person = some_seats(joins=cohort), ben()
    cancel(register(seats, person))
    register(seats, person)
    assert belong(cohort) == {person}
