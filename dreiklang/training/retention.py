from datetime import timedelta

from dreiklang.foundation.privacy import Rule
from dreiklang.training.models import Ticket

DAYS = 30


def _long_closed(now):
    """Who was asked and who answered is needed as long as one may answer, and a little longer for whoever asks why she
    was not asked."""
    return Ticket.objects.filter(evaluation__closes_at__lte=now - timedelta(days=DAYS))


RULES = [Rule("Wer um Rückmeldung gebeten wurde", DAYS, _long_closed, lambda due: due.delete()[0])]
