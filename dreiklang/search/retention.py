from datetime import timedelta

from django.utils import timezone

from dreiklang.foundation.privacy import Rule
from dreiklang.search.models import MissingWord, Salt

DAYS = 90


def _old(now):
    return MissingWord.objects.filter(day__lte=timezone.localdate(now) - timedelta(days=DAYS))


def _of_days_that_are_over(now):
    return Salt.objects.filter(day__lt=timezone.localdate(now))


RULES = [
    Rule("Wörter ohne Treffer", DAYS, _old, lambda due: due.delete()[0]),
    Rule("Tagesschlüssel der Suche", 1, _of_days_that_are_over, lambda due: due.delete()[0]),
]
