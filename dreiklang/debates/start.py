from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.debates.models import Debate, Participation
from dreiklang.foundation.together import is_missing

MOST = 3


def could_be(person) -> dict:
    return {"debates": _waiting(person)}


def cards(person) -> list[dict]:
    """On Heute: debates that run and in which she has not answered yet. One query."""
    if not person.is_authenticated or is_missing("debates"):
        return []
    found = list(_waiting(person).order_by("ends", "pk")[:MOST])
    if not found:
        return []
    return [{"title": _("Debatten, die laufen"), "template": "debates/_start.html", "debates": found}]


def _waiting(person):
    now = timezone.now()
    hers = Participation.objects.filter(debate=OuterRef("pk"), person=person)
    running = Debate.objects.visible_to(person).filter(is_draft=False, votes_from__lte=now, ends__gt=now)
    return running.filter(~Exists(hers))
