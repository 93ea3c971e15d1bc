from datetime import timedelta

from django.utils import timezone

from dreiklang.dialogue.actions.fading import let_fade
from dreiklang.dialogue.actions.moderating import forget_text
from dreiklang.dialogue.models import Asked, Post, Thread
from dreiklang.foundation.privacy import Rule

ASKED_DAYS = 365
REMOVED_DAYS = 90  # as long as an objection and its decision may take


def _asked_long_ago(now):
    return Asked.objects.filter(on__lte=timezone.localdate(now) - timedelta(days=ASKED_DAYS))


def _removed(now):
    return Post.objects.filter(state=Post.REMOVED, removed_at__lte=now - timedelta(days=REMOVED_DAYS)).exclude(
        source=""
    )


def _forget(due) -> int:
    posts = list(due)
    for post in posts:
        forget_text(post)
    return len(posts)


RULES = [
    Rule("Verblasste Themen", None, lambda now: Thread.objects.faded(now), let_fade),
    Rule("Wer um eine Antwort gebeten wurde", ASKED_DAYS, _asked_long_ago, lambda due: due.delete()[0]),
    Rule("Texte entfernter Beiträge", REMOVED_DAYS, _removed, _forget),
]
