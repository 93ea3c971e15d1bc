from datetime import timedelta

from django.db.models import Q

from dreiklang.foundation.privacy import Rule
from dreiklang.seats.models import Registration

DAYS, LAPSED_DAYS = 90, 1


def _long_over(now):
    """Names and addresses of guests, and who came, some time after it took place (the entry's end is ISO text)."""
    before = (now - timedelta(days=DAYS)).isoformat()
    named = ~Q(guest_name="") | ~Q(guest_email="") | Q(person__isnull=False)
    return Registration.objects.filter(named, seats__entry__ends__lt=before)


def _never_answered(now):
    return Registration.objects.filter(state=Registration.LAPSED, registered_at__lte=now - timedelta(days=LAPSED_DAYS))


RULES = [
    Rule(
        "Namen auf Plätzen vergangener Veranstaltungen", DAYS, _long_over,
        lambda due: due.update(guest_name="", guest_email="", person=None),
    ),
    Rule("Nie bestätigte Anmeldungen", LAPSED_DAYS, _never_answered, lambda due: due.delete()[0]),
]  # fmt: skip
