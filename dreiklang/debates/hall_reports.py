"""Questions of a hall, as moderation sees them."""

from datetime import datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from dreiklang.debates.actions import hall_tending
from dreiklang.debates.models import HallQuestion
from dreiklang.moderation.things import Thing

KIND = "hall-question"


def find(ids: list[UUID], place: str) -> dict[str, Thing]:
    found = HallQuestion.objects.filter(pk__in=ids).select_related("hall")
    return {target_of(question): _thing(question, place) for question in found}


def target_of(question: HallQuestion) -> str:
    return f"{KIND}:{question.pk}"


def _thing(question: HallQuestion, place: str) -> Thing:
    """Who asked it nobody knows."""
    hall = question.hall
    return Thing(
        target=target_of(question), place=place, place_name=_("Fragen aus dem Saal"), title=hall.title, path=hall.path,
        html=f"<p>{escape(question.text)}</p>", byline=_("Frage ohne Namen"),
        at=timezone.make_aware(datetime.combine(hall.on, time())),
    )  # fmt: skip


def set_aside(pk: UUID, what: str) -> None:
    hall_tending.set_aside(HallQuestion.objects.get(pk=pk), what)


def restore(pk: UUID, what: str) -> None:
    hall_tending.restore(HallQuestion.objects.get(pk=pk), what)
