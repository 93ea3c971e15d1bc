from datetime import timedelta

from dreiklang.events.models import Attendance, Speaker
from dreiklang.foundation.privacy import Rule

DAYS, ADDRESS_DAYS = 365, 90


def _long_past(now):
    return Attendance.objects.filter(event__ends__lte=now - timedelta(days=DAYS))


def _spoken(now):
    return Speaker.objects.exclude(email="").filter(event__ends__lte=now - timedelta(days=ADDRESS_DAYS))


RULES = [
    Rule("Anwesenheit bei vergangenen Veranstaltungen", DAYS, _long_past, lambda due: due.delete()[0]),
    Rule("Adressen von Mitwirkenden", ADDRESS_DAYS, _spoken, lambda due: due.update(email="")),
]
