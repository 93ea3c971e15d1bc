from datetime import timedelta

from django.utils import timezone

from dreiklang.dialogue.actions.fading import let_fade
from dreiklang.dialogue.models import Asked, Thread
from dreiklang.foundation.privacy import Rule

ASKED_DAYS = 365


def _asked_long_ago(now):
    return Asked.objects.filter(on__lte=timezone.localdate(now) - timedelta(days=ASKED_DAYS))


RULES = [
    Rule("Verblasste Themen", None, lambda now: Thread.objects.faded(now), let_fade),
    Rule("Wer um eine Antwort gebeten wurde", ASKED_DAYS, _asked_long_ago, lambda due: due.delete()[0]),
]
