"""What the panel does: offer, put on the waiting list, reject; singly, in bulk, or all by the stated rule."""

import hashlib
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.seats.actions.filling import fill_free_seats, lock, seat, tell_of_seat
from dreiklang.seats.actions.reserving import Room
from dreiklang.seats.actions.telling import tell
from dreiklang.seats.models import Draw, Quota, Registration, Seats
from dreiklang.seats.models.applying import profiles

_LETTERS = {
    Registration.WAITING: "put_on_waiting_list", Registration.REJECTED: "rejected",
}  # fmt: skip


class Proposal(NamedTuple):
    """What the stated rule would do with everybody who is undecided, in its order."""

    offered: list[Registration]
    waiting: list[Registration]
    why: dict  # registration id -> the quota that gave her the seat

    @property
    def version(self) -> str:
        """Changes when anybody's fate would."""
        said = "|".join([*(f"+{one.number}" for one in self.offered), *(f"-{one.number}" for one in self.waiting)])
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@transaction.atomic
def decide(seats: Seats, chosen, decision: str, *, by, reason: str) -> list[Registration]:
    """Decide on several applications at once; `decision` is a state: OFFERED, WAITING or REJECTED. What was decided so
    before, or no longer waits for a decision, stays. Returns those that changed."""
    if not reason.strip():
        raise Refusal(_("Bitte nennen Sie den Grund. Die Personen lesen ihn, und er steht im Verlauf."), field="reason")
    seats = lock(seats)
    _require_running(seats)
    still = [Registration.APPLIED] if decision == Registration.WAITING else [Registration.APPLIED, Registration.WAITING]
    concerned = seats.registrations.filter(pk__in=[one.pk for one in chosen], state__in=still)
    concerned = list(concerned.select_related("person").order_by("ranking", "line"))
    if decision == Registration.OFFERED:
        _require_room(seats, concerned)
    for registration in concerned:
        _settle(registration, seats, decision, by=by, reason=reason.strip())
    fill_free_seats(seats)
    return concerned


def propose(seats: Seats) -> Proposal:
    """Who fits a quota that is not yet full comes first, then everybody by the stated order. Decides nothing."""
    undecided = _in_stated_order(seats)
    room = Room(seats, undecided)
    first = [registration for registration in undecided if room.takes_reserved(registration)]
    why = {registration.pk: room.fits_of(registration)[0] for registration in first}
    then = [one for one in undecided if one.pk not in why and room.takes(one)]
    offered = {one.pk for one in [*first, *then]}
    return Proposal([*first, *then], [one for one in undecided if one.pk not in offered], why)


@transaction.atomic
def decide_by_rule(seats: Seats, *, by, seen: str) -> Proposal:
    """Offers and waiting list exactly as proposed; `seen` is the version of the proposal that the panel read."""
    seats = lock(seats)
    _require_running(seats)
    fill_free_seats(seats)
    proposal = propose(seats)
    if not proposal.offered and not proposal.waiting:
        return proposal
    if proposal.version != seen:
        raise Refusal(_("Inzwischen hat sich etwas geändert. Bitte sehen Sie den neuen Vorschlag an."))
    for decision, chosen in ((Registration.OFFERED, proposal.offered), (Registration.WAITING, proposal.waiting)):
        for registration in chosen:
            _settle(registration, seats, decision, by=by, reason=_by_rule(seats, proposal.why.get(registration.pk)))
    fill_free_seats(seats)
    return proposal


def _by_rule(seats: Seats, quota: Quota | None) -> str:
    """In the language of the house, whoever of the team presses the button: applicants and the log read it."""
    with translation.override(settings.LANGUAGE_CODE):
        said = _("Nach der Regel: %(rule)s.") % {"rule": seats.get_order_display()}
        return f"{said} " + _("Kontingent: %(quota)s.") % {"quota": quota.label} if quota else said


def _settle(registration: Registration, seats: Seats, decision: str, *, by, reason: str) -> None:
    registration.seats, registration.reason = seats, reason
    if decision == Registration.OFFERED:
        seat(registration, seats)
    else:
        registration.state = decision
        registration.ranking = _last(seats) + 1 if decision == Registration.WAITING else 0
        registration.save(update_fields=["state", "ranking", "reason"])
    record(by, f"application.{decision}", seats.log_name, registration.pk, reason)
    if decision == Registration.OFFERED:
        tell_of_seat(registration)
    else:
        tell(registration, _LETTERS[decision])


def _last(seats: Seats) -> int:
    """The last place of the ranking so far."""
    last = seats.registrations.waiting().last()
    return last.ranking if last else 0


def _require_running(seats: Seats) -> None:
    if not seats.by_application or not seats.is_open or seats.is_over:
        raise Refusal(_("Hier wird nicht mehr entschieden."))


def _require_room(seats: Seats, concerned) -> None:
    """Whoever fits a reserved seat goes first, so that the order of the table does not matter."""
    room = Room(seats, concerned)
    free, reserved = max(0, room.free), room.reserved
    without = [one for one in concerned if not room.takes_reserved(one)]
    if all(room.takes(one) for one in without):
        return
    said = ngettext("Es ist nur %(n)s Platz frei.", "Es sind nur %(n)s Plätze frei.", free) % {"n": free}
    if reserved and len(concerned) <= free:
        said = _("Von den freien Plätzen sind %(n)s reserviert; dafür passen nicht genug der Ausgewählten.") % {
            "n": reserved
        }
    raise Refusal(said)


def _in_stated_order(seats: Seats) -> list[Registration]:
    undecided = list(seats.registrations.undecided().select_related("person"))
    if seats.order == Seats.NEW_FIRST:
        new = {pk for pk, profile in profiles(undecided).items() if profile.is_new}
        return sorted(undecided, key=lambda one: one.pk not in new)
    if seats.order == Seats.BY_LOT:
        draw = Draw.objects.filter(seats=seats).exclude(drawn_at=None).first()
        if draw is None:
            raise Refusal(_("Es ist noch nicht gelost."))
        place = {number: at for at, number in enumerate(draw.numbers)}
        return sorted(undecided, key=lambda one: (place.get(one.number, len(place)), one.line))
    return undecided
