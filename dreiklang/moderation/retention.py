from datetime import timedelta

from dreiklang.foundation.privacy import Rule
from dreiklang.moderation.log import KEPT
from dreiklang.moderation.models import Case, Entry, RevealRequest

DAYS = 365


def _done(now):
    """Counted from the last decision; what still waits stays."""
    waits = Case.objects.filter(state__in=[Case.OPEN, Case.APPEALED]).values("pk")
    late = Case.objects.filter(decisions__at__gt=now - timedelta(days=DAYS)).values("pk")
    later = Case.objects.filter(decisions__appeal__decided_at__gt=now - timedelta(days=DAYS)).values("pk")
    return Case.objects.exclude(pk__in=waits).exclude(pk__in=late).exclude(pk__in=later)


def _delete_cases(due) -> int:
    number = due.count()
    due.delete()
    return number


def _requests(now):
    return RevealRequest.objects.filter(proposed_at__lte=now - timedelta(days=DAYS))


def _entries(now):
    return Entry.objects.filter(expires_at__lte=now)


RULES = [
    Rule("Abgeschlossene Fälle der Moderation", DAYS, _done, _delete_cases),
    Rule("Anträge auf Aufdeckung", DAYS, _requests, lambda due: due.delete()[0]),
    Rule("Protokoll der Moderation", KEPT.days, _entries, lambda due: due.delete()[0]),
]
