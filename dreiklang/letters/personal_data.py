from django.db.models import Q

from dreiklang.letters.models import Letter

HEADING = "Briefe"
_HERS, _ON_FAILURE, _KEPT = "nur die Empfängerin oder der Empfänger", "Team nur bei Unzustellbarkeit", "30 Tage"
COLUMNS = [
    ("letters.Letter.id", "Zuordnung, zufällig; Kennung der E-Mail", "wer den Brief erhält", _KEPT),
    ("letters.Letter.to", "Zustellung", _ON_FAILURE, _KEPT),
    ("letters.Letter.recipient", "Auskunft und Löschung der eigenen Briefe", "niemand", _KEPT),
    ("letters.Letter.reply_to", "geheime Adresse für eine Antwort per E-Mail", _HERS, _KEPT),
    ("letters.Letter.language", "Sprache des Briefs", "niemand", _KEPT),
    ("letters.Letter.subject", "Zustellung", _ON_FAILURE, _KEPT),
    ("letters.Letter.text", "Zustellung", _HERS, _KEPT),
    ("letters.Letter.calendar", "Kalendereintrag", _HERS, _KEPT),
    ("letters.Letter.calendar_method", "Kalendereintrag", _HERS, _KEPT),
    ("letters.Letter.state", "Zustellung", _ON_FAILURE, _KEPT),
    ("letters.Letter.written_at", "Zustellung und Frist der Löschung", _ON_FAILURE, _KEPT),
    ("letters.Letter.not_before", "Zustellung zur Arbeitszeit", "niemand", _KEPT),
    ("letters.Letter.attempts", "Zustellung", _ON_FAILURE, _KEPT),
    ("letters.Letter.reason", "warum die Zustellung scheiterte", _ON_FAILURE, _KEPT),
    ("letters.Letter.sent_at", "Zustellung", "niemand", _KEPT),
]


def export(person) -> dict:
    mine = _of(person).order_by("written_at", "pk")
    return {"Briefe an mich (30 Tage)": [as_exported(letter) for letter in mine]}


def _of(person):
    """Also what went to the address of her account while she was a guest or spoke somewhere."""
    return Letter.objects.filter(Q(recipient=str(person.pk)) | Q(to=person.email))


def as_exported(letter: Letter) -> dict:
    return {
        "Adresse": letter.to, "Antwort an": letter.reply_to, "Betreff": letter.subject, "Text": letter.text,
        "Sprache": letter.language, "Kalendereintrag": letter.calendar, "geschrieben": letter.written_at.isoformat(),
        "Stand": letter.get_state_display(), "verschickt": letter.sent_at.isoformat() if letter.sent_at else None,
    }  # fmt: skip


def erase(person) -> None:
    _of(person).delete()
