"""The rule of the waiting list, whole: free seats go to whoever stands first in the line, at once and without asking.

Every function here may be called again at any time: it makes the rule true, it does not patch.
"""

from django.db import transaction
from django.utils import timezone

from dreiklang.foundation.audit import record
from dreiklang.groups.actions import join
from dreiklang.seats.actions.telling import tell
from dreiklang.seats.models import HOLD, Registration, Seats


def lock(seats: Seats) -> Seats:
    """The one lock of the engine. SQLite takes it with the transaction (IMMEDIATE), PostgreSQL with the row."""
    return Seats.objects.select_for_update().get(pk=seats.pk)


@transaction.atomic
def fill_free_seats(seats: Seats) -> list[Registration]:
    """While a seat is free and somebody waits, the first in line gets it. Returns who moved up."""
    seats = lock(seats)
    _let_lapse(seats)
    if not seats.is_open or seats.is_over:
        return []
    free = seats.capacity - seats.taken()
    moved = list(seats.registrations.waiting().select_related("person")[: max(0, free)])
    for registration in moved:
        seat(registration, seats)
        record(None, "seat.moved_up", seats.log_name, registration.pk, "Platz frei, erste Stelle der Warteliste")
        if registration.state == Registration.CONFIRMED:
            tell(registration, "moved_up", quietly=True)
    return moved


def seat(registration: Registration, seats: Seats) -> None:
    """Give a seat: confirmed, or only held where a guest's address has not answered yet."""
    if registration.held_until is None:
        registration.state = Registration.CONFIRMED
        if seats.joins and registration.person:
            join(seats.joins, registration.person)
    else:
        registration.state = Registration.HELD
        registration.held_until = timezone.now() + HOLD
    registration.save(update_fields=["state", "held_until"])


def _let_lapse(seats: Seats) -> None:
    seats.registrations.lapsed(timezone.now()).update(state=Registration.LAPSED)


def fill_all() -> int:
    """The chore: heal every place where a held seat lapsed. Returns how many things were looked at."""
    touched = list(Seats.objects.filter(registrations__in=Registration.objects.lapsed(timezone.now())).distinct())
    for seats in touched:
        fill_free_seats(seats)
    return len(touched)
