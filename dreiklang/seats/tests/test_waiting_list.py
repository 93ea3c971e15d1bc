import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.tests.makers import a_person, ada, ben
from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.actions.filling import fill_all, fill_free_seats
from dreiklang.seats.actions.registering import confirm_address, register
from dreiklang.seats.actions.steering import change_capacity
from dreiklang.seats.models import HOLD, Registration, Seats
from dreiklang.seats.tests.makers import a_full_house, a_guest, some_seats

pytestmark = pytest.mark.django_db


def states(*registrations) -> list[str]:
    return [Registration.objects.get(pk=registration.pk).state for registration in registrations]


def test_a_cancelled_seat_goes_to_the_first_in_line():
    seats = some_seats(capacity=2)
    first, second, third, fourth = a_full_house(seats, waiting=2)
    cancel(first)
    assert states(first, second, third, fourth) == ["cancelled", "confirmed", "confirmed", "waiting"]
    assert fourth.rank() == 1


def test_whoever_gives_up_waiting_lets_the_others_move_one_place():
    seats = some_seats(capacity=1)
    _seated, first, second, third = a_full_house(seats, waiting=3)
    cancel(second)
    assert (first.rank(), third.rank()) == (1, 2)
    assert states(first, third) == ["waiting", "waiting"]


def test_who_moves_up_has_a_letter_that_says_so_and_the_others_have_none():
    seats = some_seats(capacity=1)
    seated, first, _second = a_full_house(seats, waiting=2)
    Letter.objects.all().delete()
    cancel(seated)
    assert set(Letter.objects.values_list("to", "subject")) == {
        (seated.email, "Abgemeldet: Werkstatt"), (first.email, "Sie sind nachgerückt: Werkstatt"),
    }  # fmt: skip


def test_several_free_seats_go_to_several_in_their_order():
    seats = some_seats(capacity=1)
    registrations = a_full_house(seats, waiting=4)
    Seats.objects.update(capacity=3)
    assert fill_free_seats(seats) == registrations[1:3]
    assert [registration.rank() for registration in registrations[3:]] == [1, 2]


def test_filling_again_changes_nothing():
    seats = some_seats(capacity=1)
    a_full_house(seats, waiting=2)
    before = list(Registration.objects.values()), Letter.objects.count()
    assert fill_free_seats(seats) == fill_free_seats(seats) == []
    assert (list(Registration.objects.values()), Letter.objects.count()) == before


@pytest.mark.django_db(transaction=True)
def test_moving_up_belongs_to_the_same_transaction_as_the_cancellation():
    seats = some_seats(capacity=1)
    seated, first = a_full_house(seats, waiting=1)
    letters = Letter.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        cancel(seated)
        assert states(seated, first) == ["cancelled", "confirmed"]
        raise ZeroDivisionError
    assert states(seated, first) == ["confirmed", "waiting"]
    assert Letter.objects.count() == letters


@pytest.mark.django_db(transaction=True)
def test_two_who_cancel_side_by_side_let_two_move_up():
    seats = some_seats(capacity=2)
    one, other, first, second, third = a_full_house(seats, waiting=3)
    side_by_side(lambda: cancel(one), lambda: cancel(other))
    assert states(first, second, third) == ["confirmed", "confirmed", "waiting"]


@pytest.mark.django_db(transaction=True)
def test_one_cancellation_twice_side_by_side_lets_one_move_up_and_writes_one_letter():
    seats = some_seats(capacity=1)
    seated, first, second = a_full_house(seats, waiting=2)
    side_by_side(*[lambda: cancel(Registration.objects.get(pk=seated.pk))] * 2)
    assert states(seated, first, second) == ["cancelled", "confirmed", "waiting"]
    assert Letter.objects.filter(subject__startswith="Abgemeldet").count() == 1


def test_where_it_was_called_off_or_is_over_nobody_moves_up():
    called_off, over = some_seats(capacity=1), some_seats(capacity=1, title="Vortrag")
    for seats in (called_off, over):
        waiting = [register(seats, a_person(email=f"{n}@{seats.pk}.example")) for n in (1, 2)][1]
    Seats.objects.filter(pk=called_off.pk).update(is_open=False)
    Seats.objects.filter(pk=over.pk).update(entry=some_seats(days=-2).entry)
    for seats in (called_off, over):
        seats.refresh_from_db()
        cancel(seats.registrations.first())
        waiting = seats.registrations.get(state=Registration.WAITING)
        assert fill_free_seats(seats) == [] and states(waiting) == ["waiting"]


def test_after_the_closing_date_the_line_still_moves_up():
    seats = some_seats(capacity=1)
    seated, first = a_full_house(seats, waiting=1)
    Seats.objects.update(closes_at=timezone.now() - timedelta(days=1))
    cancel(seated)
    assert states(first) == ["confirmed"]


def test_a_lapsed_seat_goes_to_the_first_in_line_when_the_chore_comes_by():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        seats = some_seats(capacity=1, open_to="public")
        guest, first = a_guest(seats), register(seats, ben())
        clock.shift(HOLD - timedelta(seconds=1))
        assert fill_all() == 0
        assert states(guest, first) == ["held", "waiting"]
        clock.shift(timedelta(seconds=1))
        assert fill_all() == 1
        assert states(guest, first) == ["lapsed", "confirmed"]
        assert fill_all() == 0


def test_the_chore_looks_only_where_something_lapsed_and_at_each_place_once():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        lapsing, quiet = some_seats(capacity=3), some_seats(capacity=1, title="Vortrag")
        for name in ("a", "b", "c"):
            a_guest(lapsing, email=f"{name}@example.net")
        _seated, waiting = a_full_house(quiet, waiting=1)
        clock.shift(HOLD)
        late = a_guest(quiet, email="spaet@example.net")
        assert fill_all() == 1
    assert set(lapsing.registrations.values_list("state", flat=True)) == {"lapsed"}
    assert states(waiting, late) == ["waiting", "waiting"]


def test_a_lapsed_place_in_line_counts_for_nobodys_rank_even_before_the_chore():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        seats = some_seats(capacity=0, open_to="public")
        a_guest(seats)
        mine = register(seats, ben())
        assert mine.rank() == 2
        clock.shift(HOLD)
        assert mine.rank() == 1


def test_a_confirmed_guest_and_a_member_stand_in_one_line():
    seats = some_seats(capacity=1, open_to="public")
    seated = register(seats, ben())
    guest = confirm_address(a_guest(seats))
    member = register(seats, ada())
    assert (guest.rank(), member.rank()) == (1, 2)
    cancel(seated)
    assert states(guest, member) == ["confirmed", "waiting"]


@pytest.mark.parametrize(
    "now, begins, waits_for_the_morning",
    [
        ("2026-11-06 21:00", "2026-11-20 17:00", True),
        ("2026-11-06 21:00", "2026-11-07 10:00", False),  # Friday night for Saturday
        ("2026-11-06 21:00", "2026-11-09 17:00", False),  # for Monday evening
        ("2026-11-06 21:00", "2026-11-11 10:00", True),
    ],
)
def test_the_letter_to_who_moved_up_waits_for_the_morning_unless_that_is_too_late(now, begins, waits_for_the_morning):
    with time_machine.travel(in_berlin(now), tick=False):
        starts = in_berlin(begins)
        entry = {"uid": "1", "title": "Werkstatt", "starts": starts.isoformat(), "ends": starts.isoformat()}
        seated, _first = a_full_house(some_seats(capacity=1, entry=entry), waiting=1)
        cancel(seated)
    letter = Letter.objects.get(subject__startswith="Sie sind nachgerückt")
    assert letter.not_before == in_berlin("2026-11-09 07:00" if waits_for_the_morning else now)


def in_berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


def test_who_asked_for_a_letter_gets_it_at_night():
    with time_machine.travel(in_berlin("2026-11-06 23:00"), tick=False):
        seats = some_seats(capacity=1, open_to="public")
        cancel(confirm_address(a_guest(seats)))
        register(seats, ben()), register(seats, ada())
    assert set(Letter.objects.values_list("not_before", flat=True)) == {in_berlin("2026-11-06 23:00")}


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in (1, 2, 3))])
def test_whatever_happens_no_seat_is_free_while_somebody_waits_and_nobody_is_passed(seed):
    """A hundred random acts; a model of a few lines says who must have a seat after each of them."""
    chance = random.Random(seed)
    seats, team = some_seats(capacity=3, open_to="public"), ada()
    seated, line, everyone = [], [], {}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(100):
            act = chance.choice(["register", "register", "guest", "cancel", "cancel", "capacity", "lapse"])
            if act == "register":
                mine = register(seats, a_person(email=f"{number}@example.org"))
            elif act == "guest":
                mine = a_guest(seats, email=f"{number}@example.net")
                if chance.random() < 0.7:
                    confirm_address(mine)
            if act in {"register", "guest"}:
                everyone[mine.pk] = number
                line.append(number)
            elif act == "cancel" and everyone:
                mine = seats.registrations.get(pk=chance.choice(list(everyone)))
                cancel(mine)
                for group in (seated, line):
                    if everyone[mine.pk] in group:
                        group.remove(everyone[mine.pk])
            elif act == "capacity":
                seats = change_capacity(seats, chance.randrange(6), by=team)
            elif act == "lapse":
                clock.shift(HOLD)
                gone = set(Registration.objects.lapsed(timezone.now()).values_list("pk", flat=True))
                seated = [n for n in seated if n not in {everyone[pk] for pk in gone}]
                line = [n for n in line if n not in {everyone[pk] for pk in gone}]
                fill_all()
            while line and len(seated) < seats.capacity:
                seated.append(line.pop(0))
            having = {everyone[row.pk] for row in seats.registrations.holding_a_seat()}
            waiting = [everyone[row.pk] for row in seats.registrations.waiting()]
            assert (having, waiting) == (set(seated), line), (seed, number, act)
