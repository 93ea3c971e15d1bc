from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Asked, Thread

MOST = 4


def cards(person) -> list[dict]:
    """What stands on Heute: what is new in my rooms."""
    if not person.is_authenticated:
        return []
    threads = Thread.objects.visible_to(person).select_related("room").order_by("-last_at")[:MOST]
    return [
        *asked_cards(person),
        {"title": _("Neu im Dialog"), "template": "dialogue/_new.html", "threads": list(threads)},
    ]


def asked_cards(person) -> list[dict]:
    """The questions that wait for her; no card where there is none."""
    asked = list(Asked.objects.waiting_for(person).select_related("thread__room")[:MOST])
    return (
        [{"title": _("Sie wurden gefragt"), "template": "dialogue/_asked_card.html", "asked": asked}] if asked else []
    )
