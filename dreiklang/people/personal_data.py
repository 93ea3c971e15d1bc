from dreiklang.people.models import AccessRequest, Invitation, Person

_SELF = "sie selbst, Team"
COLUMNS = [
    ("people.Person.id", "Zuordnung, zufällig", "niemand", "bis zur Löschung des Kontos"),
    ("people.Person.email", "Anmeldung und Post", _SELF, "bis zur Löschung des Kontos"),
    ("people.Person.name", "Anrede", _SELF, "bis zur Löschung des Kontos"),
    ("people.Person.password", "Anmeldung, nur als Argon2-Prüfwert", "niemand", "bis zur Löschung des Kontos"),
    ("people.Person.function", "Profil", _SELF, "bis zur Löschung des Kontos"),
    ("people.Person.language", "Sprache der Briefe", "sie selbst", "bis zur Löschung des Kontos"),
    ("people.Person.fields_of_action", "Profil", _SELF, "bis zur Löschung des Kontos"),
    ("people.Person.is_team", "Rolle", _SELF, "bis zur Löschung des Kontos"),
    ("people.Person.is_operator", "Rolle", _SELF, "bis zur Löschung des Kontos"),
    ("people.Person.is_active", "Sperre des Kontos", _SELF, "bis zur Löschung des Kontos"),
    ("people.Person.is_demo", "Kennzeichen der Demo", "alle", "bis zur Löschung des Kontos"),
    ("people.Tenure.person", "wer eine Stelle innehat", _SELF, "bis zur Löschung des Kontos"),
    ("people.Tenure.office", "wer eine Stelle innehat", _SELF, "bis zur Löschung des Kontos"),
    ("people.Tenure.held_from", "Beginn im Amt", _SELF, "bis zur Löschung des Kontos"),
    ("people.Tenure.held_to", "Ende im Amt", _SELF, "bis zur Löschung des Kontos"),
    ("people.Invitation.email", "Einladung", "Team", "30 Tage nach ihrem Ende"),
    ("people.Invitation.name", "Anrede", "Team", "30 Tage nach ihrem Ende"),
    ("people.Invitation.invited_by", "wer eingeladen hat", "Team, die eingeladene Person", "30 Tage nach ihrem Ende"),
    ("people.AccessRequest.name", "Bitte um Zugang", "Team", "30 Tage nach der Entscheidung"),
    ("people.AccessRequest.email", "Bitte um Zugang", "Team", "30 Tage nach der Entscheidung"),
    ("people.AccessRequest.municipality", "Bitte um Zugang", "Team", "30 Tage nach der Entscheidung"),
    ("people.AccessRequest.function", "Bitte um Zugang", "Team", "30 Tage nach der Entscheidung"),
    ("people.AccessRequest.message", "Bitte um Zugang", "Team", "30 Tage nach der Entscheidung"),
]


def export(person) -> dict:
    return {
        "Mein Konto": {
            "Name": person.name, "E-Mail-Adresse": person.email, "Funktion": person.function,
            "Sprache": person.language, "Programmteam": person.is_team, "Betrieb": person.is_operator,
            "Handlungsfelder": [field.name for field in person.fields_of_action.all()],
        },
        "Meine Stellen": [
            {
                "Kommune": tenure.office.municipality.label, "Stelle": tenure.office.title,
                "von": tenure.held_from.isoformat(), "bis": tenure.held_to.isoformat() if tenure.held_to else None,
            }
            for tenure in person.tenures.select_related("office__municipality__district")
        ],
        "Einladungen an meine Adresse": [
            invitation.invited_at.isoformat() for invitation in Invitation.objects.filter(email=person.email)
        ],
    }  # fmt: skip


def erase(person) -> None:
    """The office stays, empty; the person and what bears her address goes."""
    Invitation.objects.filter(email=person.email).delete()
    AccessRequest.objects.filter(email=person.email).delete()
    Person.objects.filter(pk=person.pk).delete()  # the instance keeps its id for the floors below
