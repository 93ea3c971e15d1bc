"""The rule of the waiting list, whole: free seats go to whoever stands first in the line, at once and without asking.

Where one applies, the first of the ranking is offered the seat, and an offer that nobody takes goes to the next.
Every function here may be called again at any time: it makes the rule true, it does not patch.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from dreiklang.foundation.audit import record
from dreiklang.groups.actions import join
from dreiklang.letters.models import Letter
from dreiklang.letters.quiet_hours import is_working_day, next_working_moment
from dreiklang.seats.actions.reserving import Room
from dreiklang.seats.actions.telling import can_wait, tell
from dreiklang.seats.models import HOLD, Quota, Registration, Seats

REMINDED_BEFORE = timedelta(days=2)


def lock(seats: Seats) -> Seats:
    """The one lock of the engine. SQLite takes it with the transaction (IMMEDIATE), PostgreSQL with the row."""
    return Seats.objects.select_for_update().get(pk=seats.pk)


@transaction.atomic
def fill_free_seats(seats: Seats) -> list[Registration]:
    """While a seat is free and somebody waits, the first in line gets it. Returns who moved up."""
    seats = lock(seats)
    _let_lapse(seats)
    if seats.by_application:
        _release_quotas(seats)
    if not seats.is_open or seats.is_over:
        return []
    moved = _first_of_the_ranking(seats) if seats.by_application else _first_in_line(seats)
    for registration, why in moved:
        registration.reason = ""  # she waited for a reason that no longer holds
        seat(registration, seats)
        record(None, "seat.moved_up", seats.log_name, registration.pk, f"Platz frei, {why}")
        tell_of_seat(registration, quietly=True)
    return [registration for registration, _why in moved]


_FIRST = "erste Stelle der Warteliste"


def _first_in_line(seats: Seats) -> list[tuple[Registration, str]]:
    free = seats.capacity - seats.taken()
    waiting = seats.registrations.waiting().select_related("person")[: max(0, free)]
    return [(registration, _FIRST) for registration in waiting]


def _first_of_the_ranking(seats: Seats) -> list[tuple[Registration, str]]:
    """For every application that is still undecided a seat stays free; reserved seats go to the first who fits."""
    waiting = list(seats.registrations.waiting().select_related("person"))
    if not waiting:
        return []
    room = Room(seats, waiting)
    room.free -= seats.registrations.undecided().count()
    moved, has_passed = [], False
    for registration in waiting:
        if room.takes(registration):
            moved.append((registration, "erste passende Stelle, reserviert" if has_passed else _FIRST))
        else:
            has_passed = True
    return moved


def _release_quotas(seats: Seats) -> None:
    for quota in Quota.objects.due().filter(seats=seats):
        quota.is_released = True
        quota.save(update_fields=["is_released"])
        record(None, "seats.quota_released", seats.log_name, reason=f"{quota.label}: {quota.places} Plätze")


def seat(registration: Registration, seats: Seats) -> None:
    """Give a seat: confirmed; offered where one applies; only held where a guest's address has not answered yet."""
    registration.seats = seats
    if seats.by_application:
        registration.state, registration.is_reminded = Registration.OFFERED, False
        registration.held_until = deadline(seats)
    elif registration.held_until is None:
        registration.state = Registration.CONFIRMED
        if seats.joins and registration.person:
            join(seats.joins, registration.person)
    else:
        registration.state = Registration.HELD
        registration.held_until = timezone.now() + HOLD
    registration.save(update_fields=["state", "held_until", "ranking", "reason", "is_reminded"])


def deadline(seats: Seats) -> datetime:
    """The end of a working day some days after the letter leaves; never after it begins, and never within a day."""
    now = timezone.now()
    told = next_working_moment(now) if can_wait(seats) else now
    day = timezone.localdate(told) + timedelta(days=seats.offer_days)
    while not is_working_day(day):
        day += timedelta(days=1)
    ends = timezone.make_aware(datetime.combine(day, time(23, 59)))
    if seats.starts:
        ends = min(ends, seats.starts)
    return max(ends, now + timedelta(days=1))


def tell_of_seat(registration: Registration, quietly: bool = False) -> None:
    """That a seat is hers or is offered to her; a guest who has not answered yet hears nothing."""
    letter = {Registration.CONFIRMED: "moved_up", Registration.OFFERED: "offered"}.get(registration.state)
    if letter:
        written = tell(registration, letter, quietly=quietly)
        if letter == "offered":
            registration.offer_letter = written.pk
            registration.save(update_fields=["offer_letter"])


def _let_lapse(seats: Seats) -> None:
    due = seats.registrations.lapsed(timezone.now())
    if not seats.by_application:
        due.update(state=Registration.LAPSED)
        return
    for registration in list(due.select_related("person")):
        registration.seats = seats
        if Letter.objects.waiting().filter(pk=registration.offer_letter).exists():  # the post stands still
            registration.held_until = deadline(seats)
            registration.save(update_fields=["held_until"])
            continue
        registration.state = Registration.LAPSED
        registration.save(update_fields=["state"])
        record(None, "seat.offer_lapsed", seats.log_name, registration.pk, "Frist verstrichen")
        if seats.is_open and not seats.is_over:
            tell(registration, "offer_lapsed", quietly=True)


def fill_all() -> int:
    """The chore: heal every place where a held or offered seat lapsed or reserved seats are to be released, and remind
    of offers that lapse soon. Returns how many things were looked at."""
    now = timezone.now()
    touched = {*Registration.objects.lapsed(now).values_list("seats", flat=True)}
    touched |= {*Quota.objects.due().values_list("seats", flat=True)}
    for seats in Seats.objects.filter(pk__in=touched):
        fill_free_seats(seats)
    return len(touched) + remind()


def remind() -> int:
    """Two days before an offer lapses she hears of it once more. Returns letters."""
    now, told = timezone.now(), 0
    soon = Registration.objects.filter(
        state=Registration.OFFERED, is_reminded=False, held_until__gt=now, held_until__lte=now + REMINDED_BEFORE,
        seats__offer_days__gt=REMINDED_BEFORE.days, seats__is_open=True,
    )  # fmt: skip
    for pk, seats in soon.values_list("pk", "seats"):
        told += _remind_one(pk, Seats(pk=seats))
    return told


@transaction.atomic
def _remind_one(pk, seats: Seats) -> int:
    """Under the lock: meanwhile she may have taken it."""
    seats = lock(seats)
    registration = Registration.objects.select_related("person").filter(pk=pk, is_reminded=False).first()
    if registration is None or not registration.is_offered:
        return 0
    registration.seats, registration.is_reminded = seats, True
    registration.save(update_fields=["is_reminded"])
    comes_in_time = next_working_moment(timezone.now()) + timedelta(hours=12) < registration.held_until
    tell(registration, "offer_reminder", quietly=comes_in_time)
    return 1
