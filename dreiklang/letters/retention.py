from datetime import timedelta

from dreiklang.foundation.privacy import Rule
from dreiklang.letters.models import Letter

DAYS = 30


def _settled(now):
    return Letter.objects.exclude(state=Letter.WAITING).filter(written_at__lte=now - timedelta(days=DAYS))


RULES = [Rule("Verschickte und aufgegebene Briefe", DAYS, _settled, lambda due: due.delete()[0])]
