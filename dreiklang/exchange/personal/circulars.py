"""Traces of circulars (Rundschreiben)."""

from datetime import timedelta

from dreiklang.exchange.models import Circular, Declined, Unsent
from dreiklang.foundation.privacy import Rule

CIRCULAR_DAYS, UNSENT_DAYS = 730, 7
_SENT, _SENDERS = f"{CIRCULAR_DAYS} Tage", "das Programmteam; von der Gruppe, wer für sie spricht"
_UNSENT, _NO = f"bis der Brief geschrieben ist, höchstens {UNSENT_DAYS} Tage", "bis sie es zurücknimmt"
COLUMNS = [
    ("exchange.Circular.by", "wer ein Rundschreiben verschickt hat", _SENDERS, _SENT),
    ("exchange.Unsent.id", "Zuordnung", "niemand", _UNSENT),
    ("exchange.Unsent.circular", "wessen Brief eines Rundschreibens noch fehlt", "niemand", _UNSENT),
    ("exchange.Unsent.person", "wessen Brief eines Rundschreibens noch fehlt", "niemand", _UNSENT),
    ("exchange.Declined.id", "Zuordnung", "niemand", _NO),
    ("exchange.Declined.person", "will Briefe einer Art nicht", "sie selbst", _NO),
    ("exchange.Declined.kind", "Rundschreiben oder Briefe zu Signalen", "sie selbst", _NO),
]


def _old(now):
    return Circular.objects.filter(sent_at__lte=now - timedelta(days=CIRCULAR_DAYS))


def _never_written(now):
    return Unsent.objects.filter(circular__sent_at__lte=now - timedelta(days=UNSENT_DAYS))


RULES = [
    Rule("Rundschreiben", CIRCULAR_DAYS, _old, lambda due: due.delete()[0]),
    Rule("Nie geschriebene Briefe von Rundschreiben", UNSENT_DAYS, _never_written, lambda due: due.delete()[0]),
]


def export(person) -> dict:
    return {
        "Rundschreiben, die ich verschickt habe": [
            {"Betreff": each.subject, "Text": each.source, "an": each.said, "von": each.by.name,
             "am": each.sent_at.isoformat()}
            for each in Circular.objects.filter(by=person).select_related("by")
        ],
        "Rundschreiben, die noch an mich gehen": [
            {"Betreff": each.circular.subject, "an": each.person.name}
            for each in Unsent.objects.filter(person=person).select_related("circular", "person")
        ],
        "Briefe, die ich nicht möchte": [
            {"wer": each.person.name, "Art": each.get_kind_display()}
            for each in Declined.objects.filter(person=person).select_related("person").order_by("kind")
        ],
    }  # fmt: skip


def erase(person) -> None:
    Circular.objects.filter(by=person).update(by=None)
    Unsent.objects.filter(person=person).delete()
    Declined.objects.filter(person=person).delete()
