from datetime import timedelta

from dreiklang.foundation.privacy import Rule
from dreiklang.front.models import BarrierReport

DAYS = 90


def _answered(now):
    return BarrierReport.objects.filter(answered_at__lte=now - timedelta(days=DAYS))


RULES = [Rule("Beantwortete Meldungen von Barrieren", DAYS, _answered, lambda due: due.delete()[0])]
