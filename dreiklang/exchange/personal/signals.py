"""What Signals keep of a person: who worded one, until another releases it; and a mark of whom it concerns too."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from dreiklang.exchange.actions.signals import count_anew, let_supports_go
from dreiklang.exchange.models import Signal, SignalSupport
from dreiklang.exchange.models.signals import OPEN_DAYS
from dreiklang.foundation.privacy import Rule

_MARK, _KEPT = "Zeichen, das ohne Schlüssel zu niemandem führt", f"bis zur Antwort, höchstens {OPEN_DAYS} Tage"
_CONCERNS = "dass ein Signal auch sie betrifft"
COLUMNS = [
    ("exchange.Signal.proposed_by", "wer ein Signal formuliert hat, damit jemand anderes es freigibt", "Team",
     "bis zur Freigabe"),
    ("exchange.SignalSupport.id", "Zuordnung", "niemand", _KEPT),
    ("exchange.SignalSupport.signal", _CONCERNS, "sie selbst; alle nur die Summe in Fünferschritten", _KEPT),
    ("exchange.SignalSupport.mark", _MARK, "niemand", _KEPT),
]  # fmt: skip


def supports_of(person) -> Q:
    return Q(mark__in=[signal.mark_of(person.pk) for signal in Signal.objects.waiting()])


def export(person) -> dict:
    supports = SignalSupport.objects.filter(supports_of(person)).select_related("signal").order_by("signal__title")
    worded = Signal.objects.filter(proposed_by=person).order_by("title")
    return {
        "Signale, die auch mich betreffen": [one.signal.title for one in supports],
        "Signale, die ich formuliert habe": [{"Signal": one.title, "von": person.name} for one in worded],
    }


def erase(person) -> None:
    for support in SignalSupport.objects.filter(supports_of(person)).select_related("signal"):
        support.delete()
        count_anew(support.signal)
    Signal.objects.filter(proposed_by=person).update(proposed_by=None)


def _closed(now):
    last = timezone.localdate(now) - timedelta(days=OPEN_DAYS)
    return SignalSupport.objects.filter(signal__released_on__lte=last)


RULES = [Rule("Wen ein Signal auch betrifft", OPEN_DAYS, _closed, let_supports_go)]
