from dreiklang.foundation.models import Act, Version

GONE = "gelöscht"
HEADING = "Protokoll, Seiten und Sitzungen"
_LOG, _TEAM, _A_YEAR = "Protokoll der Eingriffe", "Team, beim Gegenstand", "365 Tage"
_PAGE, _AS_LONG = "Fassung einer öffentlichen Seite", "so lange es die Seite gibt"
_SIGNED_IN, _HALF_A_DAY = "angemeldet bleiben", "12 Stunden, dann bis zum nächsten Lauf"
COLUMNS = [
    ("foundation.Act.id", _LOG, "niemand", _A_YEAR),
    ("foundation.Act.at", _LOG, _TEAM, _A_YEAR),
    ("foundation.Act.by", "wer eingegriffen hat, als zufällige Kennung", "niemand", _A_YEAR),
    ("foundation.Act.act", _LOG, _TEAM, _A_YEAR),
    ("foundation.Act.on", _LOG, _TEAM, _A_YEAR),
    ("foundation.Act.about", "was es betraf, als zufällige Kennung", "niemand", _A_YEAR),
    ("foundation.Act.reason", "Grund des Eingriffs", _TEAM, _A_YEAR),
    ("foundation.Act.expires_at", "Ende der Aufbewahrung", "niemand", _A_YEAR),
    ("foundation.Version.id", _PAGE, "niemand", _AS_LONG),
    ("foundation.Version.page", _PAGE, "alle", _AS_LONG),
    ("foundation.Version.number", _PAGE, "alle", _AS_LONG),
    ("foundation.Version.source", _PAGE, "alle", _AS_LONG),
    ("foundation.Version.html", _PAGE, "alle", _AS_LONG),
    ("foundation.Version.saved_at", "Stand der Seite", "alle", _AS_LONG),
    ("foundation.Version.saved_by", "wer gespeichert hat, als Kennung", "niemand", "bis zur Löschung des Kontos"),
    ("sessions.Session.session_key", _SIGNED_IN, "niemand", _HALF_A_DAY),
    ("sessions.Session.session_data", f"{_SIGNED_IN}, Sprache der Seiten", "niemand", _HALF_A_DAY),
    ("sessions.Session.expire_date", "Ende der Sitzung", "niemand", _HALF_A_DAY),
]


def export(person) -> dict:
    saved = Version.objects.filter(saved_by=str(person.pk)).select_related("page").order_by("saved_at")
    return {
        "Meine Eingriffe": [_line(act) for act in Act.objects.filter(by=str(person.pk))],
        "Eingriffe, die mich betreffen": [_line(act) for act in Act.objects.filter(about=str(person.pk))],
        "Meine Fassungen von Seiten": [
            {
                "Seite": version.page.title, "Fassung": version.number, "gespeichert": version.saved_at.isoformat(),
                "Text": version.source,
            }
            for version in saved
        ],
    }  # fmt: skip


def _line(act: Act) -> dict:
    return {
        "Wann": act.at.isoformat(), "Was": act.act, "Woran": act.on, "Einzelheit": act.about, "Grund": act.reason,
        "gelöscht ab": act.expires_at.isoformat(),
    }  # fmt: skip


def erase(person) -> None:
    """What was done stays in the log until its term; who did it does not."""
    Act.objects.filter(by=str(person.pk)).update(by=GONE)
    Act.objects.filter(about=str(person.pk)).update(about=GONE)
    Version.objects.filter(saved_by=str(person.pk)).update(saved_by="")
