from django.contrib.sessions.models import Session

from dreiklang.foundation.privacy import Rule
from dreiklang.foundation.retention_chore import expired_acts


def _expired_sessions(now):
    return Session.objects.filter(expire_date__lte=now)


RULES = [
    Rule("Protokoll der Eingriffe", 365, expired_acts, lambda due: due.delete()[0]),
    Rule("Abgelaufene Sitzungen", 1, _expired_sessions, lambda due: due.delete()[0]),
]
