from django.db import transaction
from django.utils.translation import gettext as _

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
        raise Refusal(_("Bitte nennen Sie den Grund. Die Person liest ihn, und er steht im Verlauf."), field="reason")
    return _give_back(registration, Registration.REMOVED, "removed", by=by, reason=reason.strip())


def _give_back(registration: Registration, state: str, letter: str, *, by=None, reason: str = "") -> Registration:
    seats = lock(registration.seats)
    registration = Registration.objects.select_related("person").get(pk=registration.pk)
    registration.seats = seats
    if not registration.is_active:
        return registration
    had_seat, had_answered = registration.has_seat, registration.held_until is None
    registration.state = state
    registration.save(update_fields=["state"])
    if state == Registration.REMOVED:
        record(by, "seat.removed", seats.log_name, registration.pk, reason)
    if had_seat and seats.joins and registration.person and not _has_another_seat(registration):
        leave(seats.joins, registration.person)
    if had_answered:
        tell(registration, letter, had_seat=had_seat, reason=reason)
    fill_free_seats(seats)
    return registration


def _has_another_seat(registration: Registration) -> bool:
    """One that joins the same group: the blocks of a course have seats each and one cohort together."""
    joining = Registration.objects.filter(seats__joins=registration.seats.joins)
    return joining.holding_a_seat().of(registration.person).exists()
