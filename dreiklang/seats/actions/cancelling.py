from django.db import transaction

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import leave
from dreiklang.seats.actions.filling import fill_free_seats, lock
from dreiklang.seats.actions.telling import tell
from dreiklang.seats.models import Registration


@transaction.atomic
def cancel(registration: Registration) -> Registration:
    """She gives her place back; in the same transaction the first in line has it. A second click changes nothing."""
    return _give_back(registration, Registration.CANCELLED, "cancelled")


@transaction.atomic
def remove(registration: Registration, *, by, reason: str) -> Registration:
    """The team takes somebody out, with a reason that she reads."""
    if not reason.strip():
        raise Refusal("Bitte nennen Sie den Grund. Die Person liest ihn, und er steht im Verlauf.", field="reason")
    was_active = registration.is_active
    registration = _give_back(registration, Registration.REMOVED, "removed", reason=reason.strip())
    if was_active:
        record(by, "seat.removed", registration.seats.log_name, registration.pk, reason.strip())
    return registration


def _give_back(registration: Registration, state: str, letter: str, **more) -> Registration:
    seats = lock(registration.seats)
    registration = Registration.objects.select_related("person").get(pk=registration.pk)
    registration.seats = seats
    if not registration.is_active:
        return registration
    had_seat, had_answered = registration.has_seat, registration.held_until is None
    registration.state = state
    registration.save(update_fields=["state"])
    if seats.joins and registration.person:
        leave(seats.joins, registration.person)
    if had_answered:
        tell(registration, letter, had_seat=had_seat, **more)
    fill_free_seats(seats)
    return registration
