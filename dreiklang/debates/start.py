from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.debates.models import Debate, Participation

MOST = 3


def cards(person) -> list[dict]:
    """On Heute: debates that run and in which she has not answered yet. One query."""
    if not person.is_authenticated:
        return []
    now = timezone.now()
    hers = Participation.objects.filter(debate=OuterRef("pk"), person=person)
    running = Debate.objects.visible_to(person).filter(is_draft=False, votes_from__lte=now, ends__gt=now)
    found = list(running.filter(~Exists(hers)).order_by("ends", "pk")[:MOST])
    if not found:
        return []
    return [{"title": _("Debatten, die laufen"), "template": "debates/_start.html", "debates": found}]
