from django.db import transaction

from dreiklang.foundation.audit import record
from dreiklang.groups.actions import join
from dreiklang.seats.actions.filling import lock
from dreiklang.seats.actions.telling import tell
from dreiklang.seats.models import Registration, Seats


@transaction.atomic
def place(seats: Seats, person, *, by, reason: str) -> Registration:
    """The team gives somebody a seat, whatever her place in the line and whether or not registration is open. Where
    none is free, one is added and logged. Whoever has one keeps it."""
    seats = lock(seats)
    registration = seats.registrations.active().of(person).first()
    if registration and registration.state == Registration.CONFIRMED:
        return registration
    if (registration is None or not registration.has_seat) and seats.taken() >= seats.capacity:
        before, seats.capacity = seats.capacity, seats.capacity + 1
        seats.save(update_fields=["capacity"])
        record(by, "seats.capacity", seats.log_name, reason=f"{before} → {seats.capacity} ({reason})")
    if registration is None:
        registration = Registration(seats=seats, person=person)
        registration.line = registration.next_line()
    registration.seats, registration.state, registration.held_until = seats, Registration.CONFIRMED, None
    registration.save()
    if seats.joins:
        join(seats.joins, person)
    record(by, "seat.given", seats.log_name, registration.pk, reason)
    tell(registration, "confirmed")
    return registration
