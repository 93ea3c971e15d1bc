from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue import listing
from dreiklang.dialogue.models import Asked, Thread
from dreiklang.dialogue.moderated import decisions_about
from dreiklang.moderation.models.cases import TO_APPEAL

MOST = 4
ASKED_LATELY = timedelta(days=30)
# Said this way round because SQLite, told the kind, goes through all questions of the house instead of the newest.
_ASKS_NOTHING = [kind for kind, _label in Thread.KINDS if kind != Thread.QUESTION]


def cards(person) -> list[dict]:
    """What stands on Heute: what is new in my rooms, and what nobody has answered there."""
    if not person.is_authenticated:
        return []
    new = listing.unread(listing.newest(person), person).select_related("room").order_by("-last_at")
    new = list(new[:MOST])
    asked = listing.newest(person).filter(answered_at=None, closed_at=None).exclude(kind__in=_ASKS_NOTHING)
    asked = asked.filter(begun_at__gt=timezone.now() - ASKED_LATELY).exclude(pk__in=[thread.pk for thread in new])
    unanswered = list(listing.with_marks(asked, person).select_related("room").order_by("begun_at")[:MOST])
    cards = [*_decided(person), *asked_cards(person), _card(_("Neu im Dialog"), new, _("Alle Räume"), "/dialog/")]
    if not unanswered:
        return cards
    title = _("Fragen, die noch niemand beantwortet hat")
    return [*cards, _card(title, unanswered, _("Alle Fragen"), "/dialog/fragen/")]


def _card(title: str, threads: list, further: str, path: str) -> dict:
    return {"title": title, "template": "dialogue/_new.html", "threads": threads, "looks": listing.Looks(),
            "further": further, "path": path}  # fmt: skip


def asked_cards(person) -> list[dict]:
    """The questions that wait for her; no card where there is none."""
    asked = list(Asked.objects.waiting_for(person).select_related("thread__room")[:MOST])
    card = {"title": _("Sie wurden gefragt"), "template": "dialogue/_asked_card.html", "asked": asked}
    return [card] if asked else []


def _decided(person) -> list[dict]:
    """What moderation decided about her posts lately. To a voice no letter goes: here she hears of it."""
    since = timezone.now() - TO_APPEAL
    decisions = [(decision, post) for decision, post in decisions_about(person) if decision.at > since]
    if not decisions:
        return []
    return [{"title": _("Entscheidung der Moderation"), "template": "dialogue/_decided.html", "decisions": decisions,
             "is_hers": True}]  # fmt: skip
