from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.seats.actions.filling import lock
from dreiklang.seats.models import Draw, Seats
from dreiklang.seats.models.applying import drawn_order


@transaction.atomic
def draw(seats: Seats, *, by) -> Draw:
    """Draw lots once among all who are undecided. Called twice it returns the first drawing."""
    seats = lock(seats)
    lots = Draw.objects.filter(seats=seats).first()
    if lots is None or seats.order != Seats.BY_LOT:
        raise Refusal(_("Hier wird nicht gelost."))
    if lots.drawn_at:
        return lots
    if seats.takes_registrations():
        raise Refusal(_("Gelost wird erst nach dem Bewerbungsschluss, damit alle im selben Topf sind."))
    numbers = list(seats.registrations.undecided().values_list("number", flat=True))
    if not numbers:
        raise Refusal(_("Es gibt keine offene Bewerbung."))
    lots.numbers, lots.drawn_at = drawn_order(lots.secret, numbers), timezone.now()
    lots.save(update_fields=["numbers", "drawn_at"])
    record(by, "seats.drawn", seats.log_name, reason=f"{len(numbers)} Nummern")
    return lots
