from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.debates.models import Debate, Participation, Poll, Turnout
from dreiklang.foundation.together import is_missing
from dreiklang.groups.readers import tokens_of

MOST = 3


class Running(NamedTuple):
    """A debate or a poll."""

    kind: str  # "debate", or of a poll: "consent", "dots", "ranking"
    name: str  # slug or id
    title: str
    ends: datetime

    @property
    def path(self) -> str:
        return f"/dialog/debatten/{self.name}/" if self.kind == "debate" else Poll(pk=UUID(self.name)).path

    @property
    def hint(self) -> str:
        if self.kind == "debate":
            return _("eine Aussage nach der anderen")
        return {Poll.CONSENT: _("Konsent"), Poll.DOTS: _("Punkte"), Poll.RANKING: _("Rangfolge")}[self.kind]


def could_be(person) -> dict:
    return {"debates": _debates(person), "polls": _polls(person)}


def cards(person) -> list[dict]:
    """On Heute: debates and polls that run and in which she has not answered yet. One query."""
    if not person.is_authenticated or is_missing("debates") and is_missing("polls"):
        return []
    debates = _debates(person).order_by().values_list(Value("debate", CharField()), "slug", "title", "ends")
    polls = _polls(person).order_by().values_list("kind", Cast("pk", CharField()), "question", "ends")
    found = [Running(*row) for row in debates.union(polls, all=True).order_by("ends")[:MOST]]
    if not found:
        return []
    return [{"title": _("Debatten und Umfragen, die laufen"), "template": "debates/_start.html", "running": found}]


def _debates(person):
    now = timezone.now()
    hers = Participation.objects.filter(debate=OuterRef("pk"), person=person)
    running = Debate.objects.visible_to(person).filter(is_draft=False, votes_from__lte=now, ends__gt=now)
    return running.filter(~Exists(hers))


def _polls(person):
    hers = Turnout.objects.filter(poll=OuterRef("pk"), person=person)
    return Poll.objects.running().filter(readers__in=tokens_of(person)).filter(~Exists(hers))
