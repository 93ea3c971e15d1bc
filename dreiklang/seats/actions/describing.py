"""What the owner of seats keeps true: what letters and calendar entries say, and whether it takes place at all."""

from datetime import datetime

from django.db import transaction

from dreiklang.groups.actions import join
from dreiklang.seats.actions.filling import lock
from dreiklang.seats.actions.telling import tell
from dreiklang.seats.models import Registration, Seats

_FIELDS = ("title", "address", "where", "note", "link", "entry", "open_to", "closes_at", "joins")


@transaction.atomic
def describe(seats: Seats, **facts) -> Seats:
    """Save what the owner says about the seats. Tells nobody."""
    unknown = set(facts) - set(_FIELDS)
    if unknown:
        raise TypeError(f"seats know nothing about {unknown}")
    seats = lock(seats)
    for name, value in facts.items():
        setattr(seats, name, value)
    seats.save(update_fields=[*facts])
    if seats.joins and "joins" in facts:
        confirmed = seats.registrations.filter(state=Registration.CONFIRMED).exclude(person=None)
        for registration in confirmed.select_related("person"):
            join(seats.joins, registration.person)
    return seats


@transaction.atomic
def tell_of_move(seats: Seats, was: tuple[datetime, datetime, str]) -> int:
    """Everyone who is registered hears of the new date or place; entries in their calendars move. `was` is beginning,
    end and place before. Returns letters."""
    seats = lock(seats)
    everyone = list(seats.registrations.to_be_told())
    for registration in everyone:
        registration.seats = seats
        tell(registration, "moved", was=was)
    return len(everyone)


@transaction.atomic
def call_off(seats: Seats, reason: str) -> int:
    """It does not take place: everyone hears it, entries leave the calendars, nobody moves up any more."""
    seats = lock(seats)
    if not seats.is_open:
        return 0
    seats.is_open = False
    seats.save(update_fields=["is_open"])
    everyone = list(seats.registrations.to_be_told())
    for registration in everyone:
        registration.seats = seats
        had_seat = registration.state == Registration.CONFIRMED
        tell(registration, "called_off", had_seat=had_seat, reason=reason)
    return len(everyone)
