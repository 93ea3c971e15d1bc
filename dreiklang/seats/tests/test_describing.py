from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from icalendar import Calendar

from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ada, ben
from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.actions.describing import call_off, describe, tell_of_move
from dreiklang.seats.actions.filling import fill_free_seats
from dreiklang.seats.actions.registering import confirm_address, register
from dreiklang.seats.actions.steering import change_capacity
from dreiklang.seats.models import HOLD, Registration
from dreiklang.seats.tests.makers import DAY, WEEK_BEFORE, a_guest, an_entry, some_seats

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def seats():
    return some_seats(capacity=2, open_to="public")


@pytest.fixture
def everyone(seats):
    """By name: a member and a guest with a seat, a member and a guest who wait, and two whom nobody must write to."""
    cast = {"member": register(seats, ben()), "guest": confirm_address(a_guest(seats))}
    cast["waiting"] = register(seats, ada())
    cast["waiting guest"] = confirm_address(a_guest(seats, "Hugo Gast", "hugo@example.net"))
    cast["silent"] = a_guest(seats, "Ines Gast", "ines@example.net")
    cast["gone"] = cancel(confirm_address(a_guest(seats, "Jana Gast", "jana@example.net")))
    Letter.objects.all().delete()
    return cast


TOLD = ("member", "guest", "waiting", "waiting guest")


def test_a_description_is_kept_and_tells_nobody(seats, everyone):
    describe(seats, title="Neue Werkstatt", entry=an_entry(), where="Rathaus", note="Klingel 7", open_to="team")
    seats.refresh_from_db()
    assert (seats.title, seats.when, seats.where, seats.note, seats.open_to) == (
        "Neue Werkstatt", DAY, "Rathaus", "Klingel 7", "team",
    )  # fmt: skip
    assert not Letter.objects.exists()


def test_what_seats_do_not_know_is_an_error_of_the_caller(seats):
    for unknown in ("capacity", "is_open", "colour"):
        with pytest.raises(TypeError, match=unknown):
            describe(seats, **{unknown: 1, "title": "Neu"})
    seats.refresh_from_db()
    assert (seats.title, seats.capacity) == ("Werkstatt", 2)


def test_what_is_not_named_stays(seats):
    describe(seats, where="Rathaus")
    describe(seats, entry=an_entry())
    seats.refresh_from_db()
    assert (seats.where, seats.when, seats.title) == ("Rathaus", DAY, "Werkstatt")


def test_of_a_move_everybody_hears_who_has_a_seat_or_waits_with_an_address_that_answered(seats, everyone):
    describe(seats, entry=an_entry(), where="Stadthalle")
    assert tell_of_move(seats, was=WEEK_BEFORE) == 4
    assert {letter.to for letter in Letter.objects.all()} == {everyone[name].email for name in TOLD}
    assert {letter.subject for letter in Letter.objects.all()} == {"Neuer Termin oder Ort: Werkstatt"}
    assert all(DAY in letter.text for letter in Letter.objects.all())


def test_a_move_moves_the_entries_of_those_who_have_a_seat(seats, everyone):
    later = timezone.now() + timedelta(days=17)
    ends = (later + timedelta(hours=2)).isoformat()
    describe(seats, entry={**seats.entry, "starts": later.isoformat(), "ends": ends, "sequence": 3})
    tell_of_move(seats, was=WEEK_BEFORE)
    for name in ("member", "guest"):
        letter = Letter.objects.get(to=everyone[name].email)
        calendar, event = entry_of(letter)
        assert (letter.calendar_method, calendar["METHOD"]) == ("REQUEST", "REQUEST")
        assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("1@localhost", 3, "CONFIRMED")
        assert event["DTSTART"].dt == timezone.localtime(later).replace(microsecond=0)
    for name in ("waiting", "waiting guest"):
        assert Letter.objects.get(to=everyone[name].email).calendar == ""


def entry_of(letter: Letter):
    calendar = Calendar.from_ical(letter.calendar)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_called_off_everybody_hears_the_reason_and_the_entries_leave_the_calendars(seats, everyone):
    describe(seats, entry={**seats.entry, "sequence": 4})
    assert call_off(seats, "Die Referentin ist krank.") == 4
    assert {letter.to for letter in Letter.objects.all()} == {everyone[name].email for name in TOLD}
    assert {letter.subject for letter in Letter.objects.all()} == {"Abgesagt: Werkstatt"}
    assert all("> Die Referentin ist krank." in letter.text for letter in Letter.objects.all())
    for name in ("member", "guest"):
        letter = Letter.objects.get(to=everyone[name].email)
        calendar, event = entry_of(letter)
        assert (letter.calendar_method, calendar["METHOD"]) == ("CANCEL", "CANCEL")
        assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("1@localhost", 4, "CANCELLED")
    for name in ("waiting", "waiting guest"):
        assert Letter.objects.get(to=everyone[name].email).calendar == ""


def test_called_off_twice_is_called_off_once(seats, everyone):
    assert [call_off(seats, "Grund"), call_off(seats, "Grund")] == [4, 0]
    assert Letter.objects.count() == 4


def test_after_it_was_called_off_nobody_moves_up_by_any_way(seats, everyone):
    call_off(seats, "Grund")
    Letter.objects.all().delete()
    cancel(everyone["member"])
    change_capacity(seats, 9, by=ada(email="andere@example.org"))
    assert fill_free_seats(seats) == []
    assert Registration.objects.get(pk=everyone["waiting"].pk).state == Registration.WAITING
    assert not Letter.objects.filter(subject__startswith="Sie sind nachgerückt").exists()


def test_a_held_seat_lapses_also_where_it_was_called_off(seats):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guest = a_guest(seats)
        call_off(seats, "Grund")
        clock.shift(HOLD)
        fill_free_seats(seats)
    guest.refresh_from_db()
    assert guest.state == Registration.LAPSED


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_tells_nobody():
    seats = some_seats()
    register(seats, ben())
    Letter.objects.all().delete()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        describe(seats, where="anderswo")
        tell_of_move(seats, was=WEEK_BEFORE)
        call_off(seats, "Grund")
        raise ZeroDivisionError
    seats.refresh_from_db()
    assert (seats.where, seats.is_open, Letter.objects.count()) == ("", True, 0)


def test_seats_without_a_date_are_told_without_an_entry():
    seats = some_seats(entry={})
    register(seats, ben())
    tell_of_move(seats, was=WEEK_BEFORE), call_off(seats, "Grund")
    assert Letter.objects.count() == 3
    assert set(Letter.objects.values_list("calendar", flat=True)) == {""}
