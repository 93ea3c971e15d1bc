from datetime import datetime, timedelta

from django.db.models import Q

from dreiklang.foundation.privacy import Rule
from dreiklang.seats.models import Registration, Seats

DAYS, LAPSED_DAYS = 90, 1


def _long_over(now):
    """Names and addresses of guests, and who came, some time after it took place. The end is text with the offset of
    its season, so it is read and not compared as text."""
    named = Registration.objects.filter(~Q(guest_name="") | ~Q(guest_email="") | Q(person__isnull=False))
    ends = Seats.objects.filter(pk__in=named.values("seats")).values_list("pk", "entry__ends")
    before = now - timedelta(days=DAYS)
    return named.filter(seats__in=[pk for pk, end in ends if end and datetime.fromisoformat(end) <= before])


def _never_answered(now):
    return Registration.objects.filter(state=Registration.LAPSED, registered_at__lte=now - timedelta(days=LAPSED_DAYS))


RULES = [
    Rule(
        "Namen auf Plätzen vergangener Veranstaltungen", DAYS, _long_over,
        lambda due: due.update(guest_name="", guest_email="", person=None),
    ),
    Rule("Nie bestätigte Anmeldungen", LAPSED_DAYS, _never_answered, lambda due: due.delete()[0]),
]  # fmt: skip
