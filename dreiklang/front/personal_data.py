from dreiklang.front.models import BarrierReport

HEADING = "Gemeldete Barrieren"
_WHY, _KEPT = "Meldung einer Barriere", "90 Tage nach der Antwort"
COLUMNS = [
    ("front.BarrierReport.id", "Zuordnung, zufällig", "niemand", _KEPT),
    ("front.BarrierReport.page", _WHY, "Team", _KEPT),
    ("front.BarrierReport.text", _WHY, "Team", _KEPT),
    ("front.BarrierReport.email", "Antwort auf eine Meldung", "Team", _KEPT),
    ("front.BarrierReport.reported_at", "Reihenfolge der Meldungen", "Team", _KEPT),
    ("front.BarrierReport.answered_at", "Frist der Löschung", "Team", _KEPT),
]


def export(person) -> dict:
    return {
        "Meine Meldungen von Barrieren": [
            {
                "Text": report.text, "Seite": report.page, "Adresse": report.email,
                "gemeldet": report.reported_at.isoformat(),
                "beantwortet": report.answered_at.isoformat() if report.answered_at else None,
            }
            for report in BarrierReport.objects.filter(email__iexact=person.email)
        ]
    }  # fmt: skip


def erase(person) -> None:
    BarrierReport.objects.filter(email__iexact=person.email).update(email="")
