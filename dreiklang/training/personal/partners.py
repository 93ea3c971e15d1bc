from dreiklang.training.models import PendingParticipant, RunGuest

_TEAM, _SHEETS = "sie selbst, Team", "sie selbst, Team, Leitung der Sitzung"
_GUEST, _GUEST_KEPT = "Einblick in einen Durchgang ohne Konto", "30 Tage nach dem letzten Tag oder der Rücknahme"
_LISTED = "Platz in einem Durchgang, sobald das Konto angelegt ist"
_LISTED_KEPT = "bis zum Konto, höchstens 30 Tage nach dem Durchgang"
COLUMNS = [
    ("training.RunGuest.id", "Zuordnung", "niemand", _GUEST_KEPT),
    ("training.RunGuest.run", _GUEST, _TEAM, _GUEST_KEPT),
    ("training.RunGuest.name", _GUEST, _TEAM, _GUEST_KEPT),
    ("training.RunGuest.email", _GUEST, _TEAM, _GUEST_KEPT),
    ("training.RunGuest.until", "Ende des Einblicks", _TEAM, _GUEST_KEPT),
    ("training.RunGuest.link_key", "Schlüssel des Links, zufällig", "niemand", _GUEST_KEPT),
    ("training.RunGuest.withdrawn_at", "Ende des Einblicks", _TEAM, _GUEST_KEPT),
    ("training.PendingParticipant.id", "Zuordnung", "niemand", _LISTED_KEPT),
    ("training.PendingParticipant.run", _LISTED, _TEAM, _LISTED_KEPT),
    ("training.PendingParticipant.email", _LISTED, _TEAM, _LISTED_KEPT),
    ("training.PendingParticipant.name", _LISTED, _SHEETS, _LISTED_KEPT),
    ("training.PendingParticipant.place", _LISTED, _SHEETS, _LISTED_KEPT),
    ("training.PendingParticipant.function", _LISTED, _SHEETS, _LISTED_KEPT),
    ("training.PendingParticipant.listed_at", "Löschfrist", "niemand", _LISTED_KEPT),
]


def export(person) -> dict:
    return {
        "Meine Einblicke als Gast": [
            _of_guest(each) for each in RunGuest.objects.filter(email=person.email).select_related("run")
        ],
        "Auf der Liste von Durchgängen": [_of_pending(each) for each in _pending_of(person).select_related("run")],
    }


def _of_guest(guest: RunGuest) -> dict:
    return {
        "Durchgang": guest.run.title, "Name": guest.name, "Adresse": guest.email, "bis": guest.until.isoformat(),
        "beendet": guest.withdrawn_at.isoformat() if guest.withdrawn_at else None,
    }  # fmt: skip


def _of_pending(pending: PendingParticipant) -> dict:
    return {
        "Durchgang": pending.run.title, "Name": pending.name, "Adresse": pending.email, "Kommune": pending.place,
        "Funktion": pending.function, "eingetragen": pending.listed_at.isoformat(),
    }  # fmt: skip


def _guests_of(person):
    return RunGuest.objects.filter(email=person.email)


def _pending_of(person):
    return PendingParticipant.objects.filter(email=person.email)


def erase(person) -> None:
    _guests_of(person).delete()
    _pending_of(person).delete()
