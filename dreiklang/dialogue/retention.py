from datetime import timedelta

from dreiklang.dialogue.actions.moderating import forget_text
from dreiklang.dialogue.models import Post
from dreiklang.foundation.privacy import Rule

DAYS = 90  # as long as an objection and its decision may take


def _removed(now):
    return Post.objects.filter(state=Post.REMOVED, removed_at__lte=now - timedelta(days=DAYS)).exclude(source="")


def _forget(due) -> int:
    posts = list(due)
    for post in posts:
        forget_text(post)
    return len(posts)


RULES = [Rule("Texte entfernter Beiträge", DAYS, _removed, _forget)]
