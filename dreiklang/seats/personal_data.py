from django.db.models import Q

from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.models import Answer, Registration

HEADING = "Anmeldungen"
_KEPT = "90 Tage nach der Veranstaltung; ohne Termin und ohne Platz nach dem Bewerbungsschluss"
_NAMELESS = "ohne Namen dauerhaft"
_ANSWERS_KEPT = "90 Tage nach dem Ende, ohne Termin nach dem Bewerbungsschluss"
COLUMNS = [
    ("seats.Registration.id", "Anmeldung, zufällig", "niemand", _NAMELESS),
    ("seats.Registration.seats", "wofür angemeldet", "sie selbst, Team", _NAMELESS),
    ("seats.Registration.person", "wer angemeldet ist", "sie selbst, Team", _KEPT),
    ("seats.Registration.guest_name", "Anrede eines Gasts", "Team", _KEPT),
    ("seats.Registration.guest_email", "Link zur Bestätigung und Abmeldung", "Team", _KEPT),
    ("seats.Registration.language", "Sprache der Briefe", "niemand", _NAMELESS),
    ("seats.Registration.state", "Platz oder Warteliste", "sie selbst, Team", _NAMELESS),
    ("seats.Registration.line", "Reihenfolge der Warteliste", "sie selbst, Team", _NAMELESS),
    ("seats.Registration.held_until", "Frist eines Angebots oder der Bestätigung", "sie selbst, Team", _NAMELESS),
    ("seats.Registration.registered_at", "Reihenfolge der Warteliste", "sie selbst, Team", _NAMELESS),
    ("seats.Registration.number", "Nummer der Bewerbung, zufällig", "alle, ohne Namen", _NAMELESS),
    ("seats.Registration.ranking", "Reihenfolge der Warteliste", "sie selbst, Team", _NAMELESS),
    ("seats.Registration.reason", "Begründung der Entscheidung", "sie selbst, Team", _KEPT),
    ("seats.Registration.offer_letter", "ob der Brief mit dem Angebot fort ist, zufällig", "niemand", _NAMELESS),
    ("seats.Registration.is_reminded", "nur einmal an ein Angebot erinnern", "niemand", _NAMELESS),
    ("seats.Answer.id", "Antwort in einer Bewerbung", "niemand", _ANSWERS_KEPT),
    ("seats.Answer.registration", "zu welcher Bewerbung", "sie selbst, Team", _ANSWERS_KEPT),
    ("seats.Answer.question", "worauf geantwortet wurde", "sie selbst, Team", _ANSWERS_KEPT),
    ("seats.Answer.text", "Antwort in einer Bewerbung", "sie selbst, Team", _ANSWERS_KEPT),
]


def export(person) -> dict:
    mine = _of(person).prefetch_related("answers__question").order_by("registered_at")
    return {"Meine Anmeldungen": [_line(registration) for registration in mine]}


def _of(person):
    """Also what she registered as a guest with the address of her account."""
    mine = Q(person=person) | Q(guest_email=person.email)
    return Registration.objects.filter(mine).select_related("seats", "person")


def _line(registration: Registration) -> dict:
    line = {
        "Veranstaltung": registration.seats.title, "Wann": registration.seats.when,
        "Stand": registration.get_state_display(), "Reihenfolge": registration.line,
        "angemeldet": registration.registered_at.isoformat(),
    }  # fmt: skip
    if registration.number:
        line |= {
            "Nummer der Bewerbung": registration.number, "Name": registration.name,
            "Antworten": [
                {"Frage": answer.question.label, "Antwort": answer.said, "gespeichert als": answer.text}
                for answer in registration.answers.all()
            ],
        }  # fmt: skip
    if registration.reason:
        line["Begründung"] = registration.reason
    line |= {"Rang": registration.ranking, "erinnert": registration.is_reminded}
    if registration.held_until:
        line["Platz gehalten bis"] = registration.held_until.isoformat()
    if registration.guest_email:
        line |= {"als Gast": registration.guest_name, "Adresse": registration.guest_email}
        line["Sprache der Briefe"] = registration.language
    return line


def erase(person) -> None:
    """Seats that she still holds go to the next in line; what is over stays as a number without a name."""
    for registration in _of(person).active():
        if not registration.seats.is_over:
            cancel(registration)
    Answer.objects.filter(registration__in=_of(person)).delete()
    _of(person).update(person=None, guest_name="", guest_email="", reason="")
