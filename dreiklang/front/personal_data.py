from dreiklang.front.models import BarrierReport

COLUMNS = [
    ("front.BarrierReport.email", "Antwort auf eine Meldung", "Team", "90 Tage nach der Antwort"),
    ("front.BarrierReport.text", "Meldung einer Barriere", "Team", "90 Tage nach der Antwort"),
    ("front.BarrierReport.page", "Meldung einer Barriere", "Team", "90 Tage nach der Antwort"),
]


def export(person) -> dict:
    return {
        "Meine Meldungen von Barrieren": [
            {"Text": report.text, "Seite": report.page, "gemeldet": report.reported_at.isoformat()}
            for report in BarrierReport.objects.filter(email__iexact=person.email)
        ]
    }


def erase(person) -> None:
    BarrierReport.objects.filter(email__iexact=person.email).update(email="")
