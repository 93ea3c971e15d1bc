from datetime import timedelta

from django.utils import timezone

from dreiklang.foundation.privacy import Rule
from dreiklang.groups.models import Membership

GUEST_DAYS = 1


def _gone(now):
    """They read nothing since the day after their last; now nothing says any more that they were there."""
    return Membership.objects.filter(until__lte=timezone.localdate(now) - timedelta(days=GUEST_DAYS))


RULES = [Rule("Gäste in Gruppen, deren Zeit vorbei ist", GUEST_DAYS, _gone, lambda due: due.delete()[0])]
