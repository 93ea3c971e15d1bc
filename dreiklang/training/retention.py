from datetime import timedelta

from django.db.models import Max

from dreiklang.foundation.privacy import Rule
from dreiklang.training.models import EarlyWarning, MakeUp, Run

MADE_UP_DAYS, WARNED_DAYS = 365, 30  # as long as who was there is kept; and a month after the last date of the run


def _made_up_long_ago(now):
    return MakeUp.objects.filter(instead__ends__lte=now - timedelta(days=MADE_UP_DAYS))


def _run_is_over(now):
    ended = Run.objects.annotate(ends=Max("dates__event__ends")).filter(ends__lte=now - timedelta(days=WARNED_DAYS))
    return EarlyWarning.objects.filter(date__run__in=ended.values("pk"))


RULES = [
    Rule("Nachgeholte Sitzungen", MADE_UP_DAYS, _made_up_long_ago, lambda due: due.delete()[0]),
    Rule("Hinweise vergangener Durchgänge", WARNED_DAYS, _run_is_over, lambda due: due.delete()[0]),
]
