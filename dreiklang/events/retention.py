from datetime import timedelta

from dreiklang.events.models import Attendance
from dreiklang.foundation.privacy import Rule

DAYS = 365


def _long_past(now):
    return Attendance.objects.filter(event__ends__lte=now - timedelta(days=DAYS))


RULES = [Rule("Anwesenheit bei vergangenen Veranstaltungen", DAYS, _long_past, lambda due: due.delete()[0])]
