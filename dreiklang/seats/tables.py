from django.utils.translation import gettext as _

from dreiklang.foundation.dates import moment
from dreiklang.seats.models import Registration, Seats


def of_registrations(seats: Seats) -> tuple[list[str], list[list]]:
    """(headings, rows) of everybody who has a seat or waits, in the order of the line."""
    states = dict(Registration.STATES)
    rows = [
        [registration.name, registration.email, str(states[registration.state]), moment(registration.registered_at)]
        for registration in seats.registrations.active().select_related("person").order_by("state", "line")
    ]
    return [_("Name"), _("E-Mail-Adresse"), _("Stand"), _("Angemeldet am")], rows
