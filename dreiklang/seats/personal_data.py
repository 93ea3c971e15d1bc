from dreiklang.foundation.dates import moment
from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.models import Registration

_KEPT = "90 Tage nach der Veranstaltung"
COLUMNS = [
    ("seats.Registration.id", "Anmeldung, zufällig", "niemand", "ohne Namen dauerhaft"),
    ("seats.Registration.seats", "wofür angemeldet", "sie selbst, Team", _KEPT),
    ("seats.Registration.person", "wer angemeldet ist", "sie selbst, Team", _KEPT),
    ("seats.Registration.guest_name", "Anrede eines Gasts", "Team", _KEPT),
    ("seats.Registration.guest_email", "Link zur Bestätigung und Abmeldung", "Team", _KEPT),
    ("seats.Registration.language", "Sprache der Briefe", "niemand", _KEPT),
    ("seats.Registration.state", "Platz oder Warteliste", "sie selbst, Team", "ohne Namen dauerhaft"),
    ("seats.Registration.line", "Reihenfolge der Warteliste", "sie selbst, Team", "ohne Namen dauerhaft"),
    ("seats.Registration.held_until", "Frist der Bestätigung", "sie selbst", "30 Minuten"),
    ("seats.Registration.registered_at", "Reihenfolge der Warteliste", "sie selbst, Team", "ohne Namen dauerhaft"),
]


def export(person) -> dict:
    states = dict(Registration.STATES)
    mine = Registration.objects.of(person).select_related("seats").order_by("registered_at")
    return {
        "Meine Anmeldungen": [
            {
                "Veranstaltung": registration.seats.title, "Wann": registration.seats.when,
                "Stand": states[registration.state], "angemeldet": moment(registration.registered_at),
            }
            for registration in mine
        ]
    }  # fmt: skip


def erase(person) -> None:
    """Seats that she still holds go to the next in line; what is over stays as a number without a name."""
    for registration in Registration.objects.of(person).active().select_related("seats"):
        cancel(registration)
    Registration.objects.of(person).update(person=None)
