from django.db.models import Q

from dreiklang.moderation.log import mark_of
from dreiklang.moderation.models import Appeal, Decision, Entry, Report, RevealRequest, Suspension

HEADING = "Moderation und versiegelte Zuordnung"
_WHY = "wer unter einer Merkmalszeile schreibt, verschlüsselt"
_WHO = "niemand; aufgedeckt nur durch zwei Moderierende, mit Protokoll und Nachricht an die Person"
_KEPT = "so lange es das Thema gibt, höchstens bis zur Löschung des Kontos"
_DECIDERS, _CASE, _NOBODY = "wer über den Fall entscheidet", "so lange es den Fall gibt", "niemand"
_DECISION, _READ_BY = "Entscheidung der Moderation", "wer den Beitrag geschrieben hat, wer über den Fall entscheidet"
_REPORT, _APPEAL, _PAUSE = "Meldung eines Beitrags", "Einspruch gegen eine Entscheidung", "ausgesetztes Schreiben"
_LOG, _LOG_KEPT = "Protokoll der Moderation, das niemand ändern kann", "1095 Tage"
_REVEAL, _REVEAL_KEPT = "Antrag, eine Stimme aufzudecken", "365 Tage"
_TWO = "wer den Raum moderiert; den Grund auch die aufgedeckte Person"
_BY_MARK = "wer entschieden hat, als Zeichen, das ohne das Konto zu niemandem führt"
_BY_ID = "wer entschieden hat, als Kennung"


def _rows(model: str, why: str, who: str, kept: str, *names: str) -> list[tuple]:
    return [(f"moderation.{model}.{name}", why, who, kept) for name in names]


COLUMNS = [
    *_rows("Sealed", _WHY, _WHO, _KEPT, "voice", "lock", "envelope"),
    *_rows("Report", _REPORT, _NOBODY, _CASE, "id", "case"),
    *_rows("Report", "damit niemand zweimal meldet, als Kennung", _NOBODY, _CASE, "reporter"),
    *_rows("Report", _REPORT, _DECIDERS, _CASE, "kind", "words"),
    *_rows("Decision", _DECISION, _NOBODY, _CASE, "id", "case"),
    *_rows("Decision", _DECISION, _READ_BY, _CASE, "what", "because", "reason", "days", "at"),
    *_rows("Decision", _BY_ID, _DECIDERS, _CASE, "by"),
    *_rows("Appeal", _APPEAL, _NOBODY, _CASE, "id", "decision", "person"),
    *_rows("Appeal", _APPEAL, _READ_BY, _CASE, "words", "outcome", "reason", "decided_at"),
    *_rows("Appeal", _BY_ID, _DECIDERS, _CASE, "decided_by"),
    *_rows("Suspension", _PAUSE, _NOBODY, _CASE, "id", "decision", "place", "who"),
    *_rows("Suspension", _PAUSE, "sie selbst", _CASE, "until"),
    *_rows("Entry", _LOG, _NOBODY, _LOG_KEPT, "number", "proof", "before", "before_expires_at", "sign", "expires_at"),
    *_rows("Entry", _LOG, "der Betrieb", _LOG_KEPT, "at", "act", "on"),
    *_rows("Entry", _BY_MARK, _NOBODY, _LOG_KEPT, "by"),
    *_rows("RevealRequest", _REVEAL, _NOBODY, _REVEAL_KEPT, "id", "voice", "place", "shown_to"),
    *_rows("RevealRequest", _REVEAL, _TWO, _REVEAL_KEPT, "first", "second", "reason", "proposed_at", "revealed_at"),
]  # fmt: skip


def export(person) -> dict:
    """What she wrote under a voice stands with her contributions to the dialogue: only there is it known where."""
    requests = RevealRequest.objects.filter(Q(first=person.pk) | Q(second=person.pk))
    return {
        "Meine Meldungen": [
            {"Art": str(report.get_kind_display()), "Text": report.words}
            for report in Report.objects.filter(reporter=person.pk)
        ],
        "Meine Entscheidungen in der Moderation": [_decision(one) for one in Decision.objects.filter(by=person.pk)],
        "Meine Entscheidungen über Einsprüche": [
            {"Ergebnis": str(appeal.get_outcome_display()), "Grund": appeal.reason, "am": appeal.decided_at.isoformat()}
            for appeal in Appeal.objects.filter(decided_by=person.pk)
        ],
        "Meine Einsprüche": [
            {
                "Text": appeal.words, "Ergebnis": str(appeal.get_outcome_display()), "Grund": appeal.reason,
                "am": appeal.decided_at.isoformat() if appeal.decided_at else None,
            }
            for appeal in Appeal.objects.filter(person=person.pk)
        ],
        "Bis wann mein Schreiben ausgesetzt ist": [
            pause.until.isoformat() for pause in Suspension.objects.filter(who=person.pk)
        ],
        "Meine Anträge, eine Stimme aufzudecken": [
            {
                "Grund": asked.reason, "beantragt": asked.proposed_at.isoformat(),
                "aufgedeckt": asked.revealed_at.isoformat() if asked.revealed_at else None,
            }
            for asked in requests
        ],
        "Meine Zeilen im Protokoll der Moderation": [
            {"am": entry.at.isoformat(), "was": entry.act, "woran": entry.on, "bis": entry.expires_at.isoformat()}
            for entry in Entry.objects.filter(by=mark_of(person))
        ],
    }  # fmt: skip


def _decision(decision: Decision) -> dict:
    return {
        "was": str(decision.get_what_display()), "weshalb": str(decision.get_because_display()),
        "Grund": decision.reason, "Tage": decision.days, "am": decision.at.isoformat(),
    }  # fmt: skip


def erase(person) -> None:
    """The rooms know the places where somebody speaks; they let their voices be forgotten. The log stays untouched: its
    marks lead to nobody once the account is gone."""
    Report.objects.filter(reporter=person.pk).update(reporter=None, words="")
    Decision.objects.filter(by=person.pk).update(by=None)
    Appeal.objects.filter(person=person.pk).update(person=None, words="")
    Appeal.objects.filter(decided_by=person.pk).update(decided_by=None)
    Suspension.objects.filter(who=person.pk).delete()
    RevealRequest.objects.filter(first=person.pk).update(first=None)
    RevealRequest.objects.filter(second=person.pk).update(second=None)
