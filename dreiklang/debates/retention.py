from datetime import timedelta

from dreiklang.debates.models import Participation
from dreiklang.debates.personal_data import KEPT_DAYS
from dreiklang.foundation.privacy import Rule


def _over(now):
    return Participation.objects.filter(debate__ends__lte=now - timedelta(days=KEPT_DAYS))


RULES = [Rule("wer an beendeten Debatten teilnahm", KEPT_DAYS, _over, lambda rows: rows.delete()[0])]
