from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Thread

MOST = 4


def cards(person) -> list[dict]:
    """What stands on Heute: what is new in my rooms."""
    if not person.is_authenticated:
        return []
    threads = Thread.objects.visible_to(person).select_related("room").order_by("-last_at")[:MOST]
    return [{"title": _("Neu im Dialog"), "template": "dialogue/_new.html", "threads": list(threads)}]
