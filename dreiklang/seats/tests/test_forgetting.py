from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.seats.actions.applying import accept, apply
from dreiklang.seats.actions.deciding import decide
from dreiklang.seats.actions.filling import fill_all
from dreiklang.seats.actions.registering import confirm_address, register
from dreiklang.seats.models import HOLD, Registration
from dreiklang.seats.personal_data import erase, export
from dreiklang.seats.retention import RULES
from dreiklang.seats.tests.makers import DAY, a_call, a_guest, an_entry, some_seats

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NAMES, _ANSWERS, UNANSWERED = RULES


def run(rule) -> int:
    return rule.apply(rule.due(timezone.now()))


def test_names_are_forgotten_ninety_days_after_it_took_place_and_the_number_stays():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        seats = some_seats(days=1, open_to="public")
        register(seats, ben()), confirm_address(a_guest(seats))
        clock.shift(timedelta(days=91))
        assert run(NAMES) == 0
        clock.shift(timedelta(hours=3))
        assert run(NAMES) == 2
        assert run(NAMES) == 0
    assert set(Registration.objects.values_list("person", "guest_name", "guest_email", "state")) == {
        (None, "", "", Registration.CONFIRMED)
    }


def test_names_of_what_is_to_come_are_kept():
    register(some_seats(days=200), ben())
    register(some_seats(entry={}, title="ohne Termin"), cem())
    with time_machine.travel(timezone.now() + timedelta(days=120)):
        assert run(NAMES) == 0


def test_who_has_no_place_in_what_has_no_date_is_forgotten_ninety_days_after_the_call():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        seats, team = a_call(entry={}), ada()
        rejected, chosen = apply(seats, ben(), {}), apply(seats, cem(), {})
        decide(seats, [rejected], Registration.REJECTED, by=team, reason="Das Team hat gewählt.")
        accept(decide(seats, [chosen], Registration.OFFERED, by=team, reason="Das Team hat gewählt.")[0])
        clock.shift(timedelta(days=96))
        assert run(NAMES) == 0
        clock.shift(timedelta(days=2))
        assert run(NAMES) == 1
    assert set(seats.registrations.values_list("person__name", "reason", "state")) == {
        (None, "", Registration.REJECTED), (chosen.name, "Das Team hat gewählt.", Registration.CONFIRMED),
    }  # fmt: skip


def test_what_was_never_confirmed_is_forgotten_after_a_day():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        seats = some_seats(capacity=1, open_to="public")
        a_guest(seats)
        kept = register(seats, ben())
        clock.shift(HOLD)
        fill_all()
        assert run(UNANSWERED) == 0
        clock.shift(timedelta(days=1))
        assert run(UNANSWERED) == 1
    assert list(Registration.objects.all()) == [kept]


def test_a_person_reads_her_own_registrations_and_nobody_elses():
    seats, person = some_seats(capacity=1, entry=an_entry()), ben()
    register(seats, cem())
    register(seats, person)
    (mine,) = export(person)["Meine Anmeldungen"]
    assert (mine["Veranstaltung"], mine["Wann"], mine["Stand"]) == (
        "Werkstatt", DAY, "Warteliste",
    )  # fmt: skip


def test_the_seats_of_a_person_who_leaves_go_to_the_next_in_line():
    seats, person = some_seats(capacity=1), ben()
    register(seats, person)
    first = register(seats, cem())
    erase(person)
    first.refresh_from_db()
    assert first.state == Registration.CONFIRMED
    assert not Registration.objects.of(person).exists()
    assert export(person) == {"Meine Anmeldungen": []}


def test_what_is_over_stays_as_a_number_without_a_name():
    person, other = ben(), a_person("Cem Aydoğan")
    with time_machine.travel(timezone.now() - timedelta(days=20), tick=False):
        seats = some_seats(days=1)
        register(seats, person), register(seats, other)
    Letter.objects.all().delete()
    erase(person)
    assert seats.taken() == 2
    assert set(seats.registrations.values_list("person__name", "state")) == {
        (None, Registration.CONFIRMED), ("Cem Aydoğan", Registration.CONFIRMED),
    }  # fmt: skip
    assert not Letter.objects.exists()
