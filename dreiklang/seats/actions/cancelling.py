from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import leave
from dreiklang.seats.actions.filling import fill_free_seats, lock
from dreiklang.seats.actions.telling import tell
from dreiklang.seats.models import Registration

_OF_APPLICATIONS = {Registration.APPLIED: "withdrawn", Registration.OFFERED: "offer_declined"}


@transaction.atomic
def cancel(registration: Registration) -> Registration:
    """She gives her place back; in the same transaction the first in line has it. A second click changes nothing."""
    return _give_back(registration, Registration.CANCELLED, "cancelled")


@transaction.atomic
def decline(registration: Registration) -> Registration:
    """She does not take the seat that she was offered: in the same transaction it is offered to the next."""
    return _give_back(registration, Registration.DECLINED, "offer_declined", only_from=Registration.OFFERED)


@transaction.atomic
def remove(registration: Registration, *, by, reason: str) -> Registration:
    """The team takes somebody out, with a reason that she reads."""
    if not reason.strip():
        raise Refusal(_("Bitte nennen Sie den Grund. Die Person liest ihn, und er steht im Verlauf."), field="reason")
    return _give_back(registration, Registration.REMOVED, "removed", by=by, reason=reason.strip())


def _give_back(
    registration: Registration, state: str, letter: str, *, by=None, reason: str = "", only_from: str = ""
) -> Registration:
    seats = lock(registration.seats)
    registration = Registration.objects.select_related("person").get(pk=registration.pk)
    registration.seats = seats
    if not registration.is_active or (only_from and registration.state != only_from):
        return registration
    had, had_answered = registration.state, not registration.is_unanswered
    registration.state = state
    registration.reason = reason or registration.reason
    registration.save(update_fields=["state", "reason"])
    if state == Registration.REMOVED:
        record(by, "seat.removed", seats.log_name, registration.pk, reason)
    had_seat = had == Registration.CONFIRMED
    if had_seat and seats.joins and registration.person and not _has_another_seat(registration):
        leave(seats.joins, registration.person)
    if had_answered:
        if letter == "cancelled":
            letter = _OF_APPLICATIONS.get(had, letter)
        tell(registration, letter, had=had, had_seat=had_seat, reason=reason)
    fill_free_seats(seats)
    return registration


def _has_another_seat(registration: Registration) -> bool:
    """One that joins the same group: the blocks of a course have seats each and one cohort together."""
    joining = Registration.objects.filter(seats__joins=registration.seats.joins)
    return joining.filter(state=Registration.CONFIRMED).of(registration.person).exists()
