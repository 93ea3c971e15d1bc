"""What a Kollegiale Beratung keeps of a person: her role, or that she was invited, while it runs. Then nothing."""

from dreiklang.exchange.actions.counsel import let_go
from dreiklang.exchange.models import CounselPart, CounselSession
from dreiklang.foundation.privacy import Rule

_WHAT, _WHO = "Rolle in einer laufenden Kollegialen Beratung, oder dass sie eingeladen ist", "wer an ihr teilnimmt"
_KEPT = "bis die Beratung endet, höchstens drei Stunden; auch nicht in einer Sicherung"
COLUMNS = [(f"exchange.CounselPart.{name}", _WHAT, _WHO, _KEPT) for name in ("id", "session", "person", "role")]


def export(person) -> dict:
    parts = CounselPart.objects.filter(person=person, session__in=CounselSession.objects.running())
    return {
        "Laufende Kollegiale Beratungen": [
            {"wer": person.name, "Rolle": part.get_role_display() or "eingeladen"} for part in parts.order_by("pk")
        ]
    }


def erase(person) -> None:
    CounselPart.objects.filter(person=person).delete()


RULES = [Rule("Kollegiale Beratungen, die niemand beendet hat", None, CounselSession.objects.overdue, let_go)]
