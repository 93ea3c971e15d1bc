from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue import listing
from dreiklang.dialogue.models import Question, Thread

MOST = 4
ASKED_LATELY = timedelta(days=30)


def cards(person) -> list[dict]:
    """What stands on Heute: what is new in my rooms, and what nobody has answered there."""
    if not person.is_authenticated:
        return []
    new = listing.unread(Thread.objects.visible_to(person), person).select_related("room").order_by("-last_at")
    asked = Question.objects.open().visible_to(person).filter(begun_at__gt=timezone.now() - ASKED_LATELY)
    unanswered = listing.with_marks(asked, person).select_related("room").order_by("begun_at")
    told = [
        (_("Neu im Dialog"), new, _("Sie haben alles gelesen"), "/dialog/", _("Alle Räume")),
        (_("Fragen, die noch niemand beantwortet hat"), unanswered, "", "/dialog/", _("Alle Räume")),
    ]
    cards = [
        {"title": title, "template": "dialogue/_new.html", "threads": list(threads[:MOST]), "is_new": listing.is_new,
         "empty": empty, "more": (path, label)}
        for title, threads, empty, path, label in told
    ]  # fmt: skip
    return [card for card in cards if card["threads"] or card["empty"]]
