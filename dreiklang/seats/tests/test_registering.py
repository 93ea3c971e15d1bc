import threading
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.seats.actions import filling, registering
from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.actions.registering import register
from dreiklang.seats.models import Registration, Seats
from dreiklang.seats.rules import may_register
from dreiklang.seats.tests.makers import a_full_house, a_guest, some_seats

pytestmark = pytest.mark.django_db

CONFIRMED, HELD, WAITING = Registration.CONFIRMED, Registration.HELD, Registration.WAITING


def test_a_free_seat_is_hers_at_once():
    seats, person = some_seats(capacity=1), ben()
    mine = register(seats, person)
    assert (mine.state, mine.person, mine.held_until) == (CONFIRMED, person, None)
    assert mine.has_seat and seats.taken() == 1
    assert subjects() == ["Ihr Platz ist sicher: Werkstatt"]


def subjects() -> list[str]:
    """Sorted by their words: two letters may be written within one tick of the clock."""
    return sorted(Letter.objects.values_list("subject", flat=True))


def test_without_a_free_seat_she_stands_at_the_end_of_the_line():
    seats = some_seats(capacity=1)
    *_, second = a_full_house(seats, waiting=1)
    mine = register(seats, ben())
    assert (second.rank(), mine.rank()) == (1, 2)
    assert mine.state == WAITING and not mine.has_seat and seats.taken() == 1
    assert "Warteliste, Nummer 2: Werkstatt" in subjects()


def test_without_any_seats_everybody_waits():
    seats = some_seats(capacity=0)
    assert [registration.rank() for registration in (register(seats, ben()), register(seats, cem()))] == [1, 2]


def test_lines_follow_the_order_of_arrival():
    seats = some_seats(capacity=2)
    assert [registration.line for registration in a_full_house(seats, waiting=2)] == [1, 2, 3, 4]
    other = some_seats(capacity=1, title="Vortrag")
    assert register(other, ben()).line == 1


def test_registering_twice_gives_the_same_registration_and_no_second_letter():
    seats, person = some_seats(capacity=1), ben()
    first = register(seats, person)
    assert register(seats, person) == first
    assert seats.registrations.count() == 1 and len(subjects()) == 1
    waiting = register(seats, cem())
    assert register(seats, waiting.person) == waiting
    assert seats.registrations.count() == 2 and len(subjects()) == 2


def test_a_form_sent_twice_registers_once():
    seats, person, form = some_seats(), ben(), uuid4()
    assert register(seats, person, form).pk == register(seats, person, form).pk == form
    assert seats.registrations.count() == 1


def test_a_form_of_somebody_else_gives_a_registration_of_ones_own():
    seats, form = some_seats(), uuid4()
    first = register(seats, ben(), form)
    second = register(seats, cem(), form)
    assert first.pk == form != second.pk
    first.refresh_from_db()
    assert (first.person.name, first.state) == ("Ben Okonkwo", CONFIRMED)
    assert (second.person.name, second.state) == ("Cem Aydoğan", CONFIRMED)


def test_a_form_of_another_event_gives_a_registration_here():
    form, person = uuid4(), ben()
    there, here = some_seats(title="Vortrag"), some_seats()
    register(there, person, form)
    mine = register(here, person, form)
    assert mine.seats == here and mine.pk != form
    assert there.registrations.get().pk == form


def test_who_cancelled_may_register_again_and_stands_at_the_end():
    seats, form, person = some_seats(capacity=1), uuid4(), ben()
    first = register(seats, person, form)
    next_in_line = register(seats, cem())
    cancel(first)
    again = register(seats, person, form)
    assert again.pk != first.pk and again.rank() == 1
    next_in_line.refresh_from_db()
    assert next_in_line.state == CONFIRMED


@pytest.mark.parametrize(
    "closed",
    [
        {"closes_at": timezone.now() - timedelta(seconds=1)},
        {"is_open": False},
        {"days": -1},  # it is over
    ],
)
def test_where_registration_is_closed_nobody_comes_in(closed):
    seats = some_seats(**closed)
    assert not seats.takes_registrations()
    with pytest.raises(Refusal, match="Die Anmeldung ist geschlossen"):
        register(seats, ben())
    with pytest.raises(Refusal, match="Die Anmeldung ist geschlossen"):
        a_guest(seats)
    assert not Registration.objects.exists() and not Letter.objects.exists()


def test_until_it_closes_and_while_it_lasts_one_may_come():
    closing = some_seats(closes_at=timezone.now() + timedelta(minutes=1))
    lasting = some_seats(days=-1 / 24)  # began an hour ago, ends in an hour
    dateless = some_seats(entry={})
    for seats in (closing, lasting, dateless):
        assert register(seats, a_person(email=f"{seats.pk}@example.org")).has_seat


def test_who_is_registered_already_is_not_refused_when_it_closes():
    seats, person = some_seats(), ben()
    mine = register(seats, person)
    Seats.objects.update(closes_at=timezone.now() - timedelta(hours=1))
    assert register(seats, person) == mine


def test_a_seat_that_became_free_unnoticed_goes_to_the_line_before_any_newcomer():
    seats = some_seats(capacity=1)
    _seated, first = a_full_house(seats, waiting=1)
    Seats.objects.update(capacity=2)  # past the engine, as a restored backup might
    newcomer = register(seats, ben())
    first.refresh_from_db()
    assert first.state == CONFIRMED and newcomer.rank() == 1


def test_the_database_itself_refuses_a_second_registration_and_a_second_number():
    seats, person = some_seats(), ben()
    register(seats, person)
    refused = {"person_registered_once": {"person": person, "line": 2}, "line_once": {"person": cem(), "line": 1}}
    for fields in refused.values():
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.create(seats=seats, state=WAITING, **fields)
    a_guest(seats)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(seats=seats, state=WAITING, line=9, guest_email="gitta@example.net")


def test_seats_are_open_to_those_whom_their_token_names():
    group = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    visitor, member, team, belongs = AnonymousUser(), ben(), ada(), cem()
    join(group, belongs)
    everyone = (visitor, member, team, belongs)
    may = {
        token: [may_register(person, some_seats(open_to=token)) for person in everyone]
        for token in ("public", "members", "team", group.token, "people:1", "")
    }
    assert may == {
        "public": [True, True, True, True],
        "members": [False, True, True, True],
        "team": [False, False, True, False],
        group.token: [False, False, False, True],
        "people:1": [False] * 4,
        "": [False] * 4,
    }


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_last_seat_one_gets_it_and_the_other_waits(monkeypatch):
    seats, people = some_seats(capacity=1), [ben(), cem()]
    meet_after_counting(monkeypatch, patience=0.5)
    mine = side_by_side(*[lambda person=person: register(seats, person) for person in people])
    assert sorted(registration.state for registration in mine) == [CONFIRMED, WAITING]
    assert seats.taken() == 1
    assert sorted(subjects()) == ["Ihr Platz ist sicher: Werkstatt", "Warteliste, Nummer 1: Werkstatt"]


def meet_after_counting(monkeypatch, patience: float) -> None:
    """The worst moment: whoever has counted the free seats waits, until the other has counted them too."""
    both_have_counted, count = threading.Barrier(2), Seats.taken

    def taken(seats):
        number = count(seats)
        with suppress(threading.BrokenBarrierError):  # the other stands before the lock
            both_have_counted.wait(patience)
        return number

    monkeypatch.setattr(Seats, "taken", taken)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_at_the_last_seat_go_wrong(monkeypatch):
    """The counter-test of the one above: both count the same free seat, and only a constraint or an error of the
    database keeps them apart."""
    seats, people = some_seats(capacity=1), [ben(), cem()]
    meet_after_counting(monkeypatch, patience=1.5)
    for actions in (filling, registering):
        monkeypatch.setattr(actions, "lock", lambda seats: Seats.objects.get(pk=seats.pk))

    def register_without_lock(person):
        connection.ensure_connection()
        connection.transaction_mode = "DEFERRED"  # the word on which SQLite hangs; PostgreSQL does not know it
        try:
            return register(seats, person)
        finally:
            connection.close()

    mine = side_by_side(*[lambda person=person: register_without_lock(person) for person in people])
    assert any(isinstance(answer, Exception) for answer in mine) or seats.taken() > 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_side_by_side_registers_once():
    seats, person, form = some_seats(), ben(), uuid4()
    mine = side_by_side(*[lambda: register(seats, person, form)] * 3)
    assert {registration.pk for registration in mine} == {form}
    assert seats.registrations.count() == 1 and len(subjects()) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_two_people_side_by_side_registers_both():
    seats, people, form = some_seats(), [ben(), cem()], uuid4()
    mine = side_by_side(*[lambda person=person: register(seats, person, form) for person in people])
    assert {registration.person for registration in mine} == set(people)
    assert form in {registration.pk for registration in mine} and seats.taken() == 2
