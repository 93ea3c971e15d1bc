from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone

from dreiklang.foundation.privacy import Rule
from dreiklang.library.actions import fading
from dreiklang.library.models import Check, Comment, CouncilPaper, Release, Review, Rival, Suggestion

DECIDED_DAYS = REMARKED_DAYS = CHECKED_DAYS = REVIEWED_DAYS = 365
BESIDE_DAYS = 90  # what stood beside the newest version, once one of both stands
PAPER_DAYS = 1095
OUTSIDE_DAYS = Review.OPEN_FOR.days
DRAFT_DAYS = fading.KEPT.days


def _decided(now):
    settled = Suggestion.objects.exclude(state=Suggestion.OPEN).annotate(since=Coalesce("decided_at", "at"))
    return settled.filter(since__lte=now - timedelta(days=DECIDED_DAYS))


def _settled_remarks(now):
    return Comment.objects.filter(to=None, settled_at__lte=now - timedelta(days=REMARKED_DAYS))


def _settled_rivals(now):
    return Rival.objects.filter(settled_at__lte=now - timedelta(days=BESIDE_DAYS))


def _checked(now):
    return Check.objects.filter(asked_on__lte=timezone.localdate(now) - timedelta(days=CHECKED_DAYS))


def _reviewed(now):
    """What was found before a release has done its work; who reviewed it stays on the page."""
    released = Release.objects.filter(
        article=OuterRef("article"), number=OuterRef("round"), at__lte=now - timedelta(days=REVIEWED_DAYS)
    )
    return Review.objects.exclude(text="").filter(Exists(released))


def _untouched_drafts(now):
    return fading.untouched(now - fading.KEPT)


def _untouched_papers(now):
    return CouncilPaper.objects.filter(changed_at__lte=now - timedelta(days=PAPER_DAYS))


def _delete(due) -> int:
    """Counts what was due, not what hangs on it."""
    return due.delete()[1].get(due.model._meta.label, 0)


def _end(due) -> int:
    return due.update(email="", link_key=None)


RULES = [
    Rule("Entschiedene Vorschläge zu Seiten", DECIDED_DAYS, _decided, _delete),
    Rule("Erledigte Anmerkungen zu Seiten", REMARKED_DAYS, _settled_remarks, _delete),
    Rule("Fassungen, die neben anderen standen", BESIDE_DAYS, _settled_rivals, _delete),
    Rule("Wer gefragt wurde, ob eine Seite noch stimmt", CHECKED_DAYS, _checked, _delete),
    Rule("Was bei Prüfungen auffiel", REVIEWED_DAYS, _reviewed, lambda due: due.update(text="")),
    Rule("Adressen von Prüfenden ohne Konto", OUTSIDE_DAYS, Review.objects.ended_outside, _end),
    Rule("Nie freigegebene Entwürfe", DRAFT_DAYS, _untouched_drafts, fading.let_fade),
    Rule("Nicht mehr angefasste Vorlagen", PAPER_DAYS, _untouched_papers, _delete),
]
