from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.seats.actions.filling import fill_free_seats, lock, seat, tell_of_seat
from dreiklang.seats.actions.reserving import Room
from dreiklang.seats.models import Registration, Seats


@transaction.atomic
def change_capacity(seats: Seats, capacity: int, *, by) -> Seats:
    """More seats fill from the line at once. Fewer take nobody's seat away: they only end further moving up."""
    seats = lock(seats)
    if capacity == seats.capacity:
        return seats
    before, seats.capacity = seats.capacity, capacity
    seats.save(update_fields=["capacity"])
    record(by, "seats.capacity", seats.log_name, reason=f"{before} → {capacity}")
    fill_free_seats(seats)
    return seats


@transaction.atomic
def move_up(registration: Registration, *, by, reason: str) -> Registration:
    """Give somebody who waits a seat out of turn, with a reason. Where none is free, one is added and logged."""
    if not reason.strip():
        raise Refusal(_("Bitte nennen Sie den Grund. Er steht im Verlauf."), field="reason")
    seats = lock(registration.seats)
    registration = Registration.objects.select_related("person").get(pk=registration.pk)
    registration.seats = seats
    if not registration.is_active or registration.state != Registration.WAITING:
        return registration
    if not seats.is_open or seats.is_over:
        raise Refusal(_("Das findet nicht mehr statt; es rückt niemand mehr nach."))
    if not _has_room(seats, registration):
        before, seats.capacity = seats.capacity, seats.capacity + 1
        seats.save(update_fields=["capacity"])
        record(
            by,
            "seats.capacity",
            seats.log_name,
            reason=f"{before} → {seats.capacity} (für die Person, die vorgezogen wird)",
        )
    registration.reason = reason.strip() if seats.by_application else ""
    seat(registration, seats)
    record(by, "seat.moved_by_hand", seats.log_name, registration.pk, reason.strip())
    tell_of_seat(registration)
    return registration


def _has_room(seats: Seats, registration: Registration) -> bool:
    """A free seat that is not reserved for somebody else."""
    if seats.by_application:
        return Room(seats, [registration]).takes(registration)
    return seats.taken() < seats.capacity
