from dreiklang.letters.models import Letter

COLUMNS = [
    ("letters.Letter.to", "Zustellung", "Team nur bei Unzustellbarkeit", "30 Tage"),
    ("letters.Letter.recipient", "Auskunft und Löschung der eigenen Briefe", "niemand", "30 Tage"),
    ("letters.Letter.subject", "Zustellung", "Team nur bei Unzustellbarkeit", "30 Tage"),
    ("letters.Letter.text", "Zustellung", "nur die Empfängerin oder der Empfänger", "30 Tage"),
    ("letters.Letter.calendar", "Kalendereintrag", "nur die Empfängerin oder der Empfänger", "30 Tage"),
]


def export(person) -> dict:
    mine = Letter.objects.filter(recipient=str(person.pk)).order_by("written_at")
    return {
        "Briefe an mich (30 Tage)": [
            {"Betreff": letter.subject, "Text": letter.text, "geschrieben": letter.written_at.isoformat()}
            for letter in mine
        ]
    }


def erase(person) -> None:
    Letter.objects.filter(recipient=str(person.pk)).delete()
