from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue import listing
from dreiklang.dialogue.models import Asked, Thread
from dreiklang.dialogue.moderated import decided_about, decisions_about
from dreiklang.foundation.together import is_missing
from dreiklang.moderation.models.cases import TO_APPEAL

MOST = 4
LOOKED_AT = 60  # threads, of which each card shows some
ASKED_LATELY = timedelta(days=30)


def could_be(person) -> dict:
    return {"asked": Asked.objects.waiting_for(person), "decided": decided_about(person)}


def cards(person) -> list[dict]:
    """What stands on Heute: what is new in my rooms, and what nobody has answered there. One query for both."""
    if not person.is_authenticated:
        return []
    looks, lately = listing.Looks(), timezone.now() - ASKED_LATELY
    threads = listing.with_marks(listing.newest(person), person).filter(
        Q(size__gt=F("was_read")) | Q(kind=Thread.QUESTION, answered_at=None, closed_at=None)
    )
    threads = list(threads.select_related("room").order_by("-last_at")[:LOOKED_AT])
    new = [thread for thread in threads if looks.is_new(thread)][:MOST]
    unanswered = [
        thread
        for thread in threads
        if thread.is_question and not thread.answered_at and not thread.closed_at and thread.begun_at > lately
    ]
    # whoever waits longest first, and nothing twice
    unanswered = [thread for thread in reversed(unanswered) if thread not in new][:MOST]
    cards = [
        *_decided(person),
        *asked_cards(person),
        _card(_("Neu im Dialog"), new, looks, _("Alle Räume"), "/dialog/"),
    ]
    if not unanswered:
        return cards
    title = _("Fragen, die noch niemand beantwortet hat")
    return [*cards, _card(title, unanswered, looks, _("Alle Fragen"), "/dialog/fragen/")]


def _card(title: str, threads: list[Thread], looks: listing.Looks, further: str, path: str) -> dict:
    return {
        "title": title, "template": "dialogue/_new.html", "threads": threads, "looks": looks, "further": further,
        "path": path,
    }  # fmt: skip


def asked_cards(person) -> list[dict]:
    """The questions that wait for her; no card where there is none."""
    if is_missing("asked"):
        return []
    asked = list(Asked.objects.waiting_for(person).select_related("thread__room")[:MOST])
    card = {"title": _("Sie wurden gefragt"), "template": "dialogue/_asked_card.html", "asked": asked}
    return [card] if asked else []


def _decided(person) -> list[dict]:
    """What moderation decided about her posts lately. To a voice no letter goes: here she hears of it."""
    if is_missing("decided"):
        return []
    since = timezone.now() - TO_APPEAL
    decisions = [(decision, post) for decision, post in decisions_about(person) if decision.at > since]
    if not decisions:
        return []
    return [{"title": _("Entscheidung der Moderation"), "template": "dialogue/_decided.html", "decisions": decisions,
             "is_hers": True}]  # fmt: skip
