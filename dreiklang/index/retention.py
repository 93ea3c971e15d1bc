from datetime import timedelta

from dreiklang.foundation.privacy import Rule
from dreiklang.index.models import Change

DAYS = 7


def _old(now):
    return Change.objects.filter(at__lte=now - timedelta(days=DAYS))


RULES = [Rule("Änderungen am Suchverzeichnis", DAYS, _old, lambda due: due.delete()[0])]
