from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import CharField, DateTimeField, Exists, OuterRef, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.debates.models import Debate, Hall, Participation, Poll, Turnout
from dreiklang.foundation.dates import day
from dreiklang.foundation.together import is_missing
from dreiklang.groups.readers import tokens_of

MOST = 3


class Running(NamedTuple):
    """A hall, a debate or a poll."""

    kind: str  # "hall", "debate", or of a poll: "consent", "dots", "ranking"
    name: str  # code, slug or id
    title: str
    ends: datetime  # of a hall: now, for it is today

    @property
    def path(self) -> str:
        if self.kind == "hall":
            return Hall(code=self.name).path
        return Debate(slug=self.name).path if self.kind == "debate" else Poll(pk=UUID(self.name)).path

    @property
    def said(self) -> str:
        if self.kind == "hall":
            return _("heute: Fragen stellen und sagen, welche auch Sie interessieren")
        how = {
            "debate": _("eine Aussage nach der anderen"), Poll.CONSENT: _("Konsent"), Poll.DOTS: _("Punkte"),
            Poll.RANKING: _("Rangfolge"),
        }[self.kind]  # fmt: skip
        return _("Antworten bis %(day)s, %(how)s") % {"day": day(self.ends), "how": how}


def could_be(person) -> dict:
    return {"debates": _debates(person), "polls": _polls(person), "halls": _halls(person)}


def cards(person) -> list[dict]:
    """On Heute: today's halls, debates and polls that run and in which she has not answered yet. One query."""
    if not person.is_authenticated or all(map(is_missing, ("debates", "polls", "halls"))):
        return []
    halls = (
        _halls(person)
        .order_by()
        .values_list(Value("hall", CharField()), "code", "title", Value(timezone.now(), DateTimeField()))
    )
    debates = _debates(person).order_by().values_list(Value("debate", CharField()), "slug", "title", "ends")
    polls = _polls(person).order_by().values_list("kind", Cast("pk", CharField()), "question", "ends")
    found = [Running(*row) for row in debates.union(halls, polls, all=True).order_by("ends")[:MOST]]
    if not found:
        return []
    card = {"title": _("Wo Sie jetzt mitreden können"), "template": "debates/_start.html", "running": found}
    return [card | {"is_due": found[0].kind == "hall"}]  # a hall is now: who opens Heute in it sits in the audience


def _halls(person):
    return Hall.objects.visible_to(person).filter(on=timezone.localdate(), closed_at=None)


def _debates(person):
    now = timezone.now()
    hers = Participation.objects.filter(debate=OuterRef("pk"), person=person)
    running = Debate.objects.visible_to(person).filter(is_draft=False, votes_from__lte=now, ends__gt=now)
    return running.filter(~Exists(hers))


def _polls(person):
    hers = Turnout.objects.filter(poll=OuterRef("pk"), person=person)
    return Poll.objects.running().filter(readers__in=tokens_of(person)).filter(~Exists(hers))
