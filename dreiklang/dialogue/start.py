from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Thread
from dreiklang.dialogue.moderated import decisions_about
from dreiklang.moderation.models.cases import TO_APPEAL

MOST = 4


def cards(person) -> list[dict]:
    """What stands on Heute: what is new in my rooms."""
    if not person.is_authenticated:
        return []
    threads = Thread.objects.visible_to(person).select_related("room").order_by("-last_at")[:MOST]
    return [
        *_decided(person),
        {"title": _("Neu im Dialog"), "template": "dialogue/_new.html", "threads": list(threads)},
    ]


def _decided(person) -> list[dict]:
    """What moderation decided about her posts lately. To a voice no letter goes: here she hears of it."""
    since = timezone.now() - TO_APPEAL
    decisions = [(decision, post) for decision, post in decisions_about(person) if decision.at > since]
    if not decisions:
        return []
    return [{"title": _("Entscheidung der Moderation"), "template": "dialogue/_decided.html", "decisions": decisions,
             "is_hers": True}]  # fmt: skip
