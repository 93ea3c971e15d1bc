from datetime import timedelta

from django.db.models import Max
from django.db.models.functions import Coalesce

from dreiklang.foundation.privacy import Rule
from dreiklang.training.models import PendingParticipant, RunGuest

GUEST_DAYS = PENDING_DAYS = 30


def _guests_gone(now):
    return RunGuest.objects.filter(until__lte=now - timedelta(days=GUEST_DAYS))


def _never_came(now):
    """After the last date of the run, or after she was listed where it has none."""
    before = now - timedelta(days=PENDING_DAYS)
    listed = PendingParticipant.objects.filter(listed_at__lte=before)
    over = listed.annotate(over=Coalesce(Max("run__dates__event__ends"), "listed_at")).filter(over__lte=before)
    return PendingParticipant.objects.filter(pk__in=over.values("pk"))


RULES = [
    Rule("Gäste eines Durchgangs", GUEST_DAYS, _guests_gone, lambda due: due.delete()[0]),
    Rule("Auf Listen, ohne Konto geblieben", PENDING_DAYS, _never_came, lambda due: due.delete()[0]),
]
