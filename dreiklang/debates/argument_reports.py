"""Arguments, as moderation sees them."""

from datetime import datetime, time

from django.utils import timezone

from dreiklang.debates import rules
from dreiklang.debates.actions import arguing
from dreiklang.debates.actions.removing import EVERY
from dreiklang.debates.models import Argument
from dreiklang.debates.tree import byline
from dreiklang.moderation.things import Thing

KIND = "argument"


def is_one(target: str) -> bool:
    return target.startswith(f"{KIND}:")


def target_of(argument: Argument) -> str:
    return f"{KIND}:{argument.pk}"


def find(targets: list[str]) -> dict[str, Thing]:
    """Withdrawn ones have nothing left to decide about."""
    found = Argument.objects.filter(pk__in=[_id(target) for target in targets]).exclude(state=Argument.WITHDRAWN)
    return {target_of(one): _thing(one) for one in found.select_related("thesis", "author")}


def _thing(argument: Argument) -> Thing:
    return Thing(
        target=target_of(argument), place=EVERY, place_name=argument.thesis.title, title=argument.headline,
        path=argument.place, html=argument.html, byline=byline(argument),
        at=timezone.make_aware(datetime.combine(argument.added_on, time())), author=argument.author,
        objections="/dialog/einspruch/",
    )  # fmt: skip


def set_aside(target: str, what: str, because: str) -> None:
    arguing.set_aside(Argument.objects.get(pk=_id(target)), what, because)


def restore(target: str, what: str) -> None:
    arguing.restore(Argument.objects.get(pk=_id(target)), what)


def is_hers(person, target: str) -> bool:
    argument = Argument.objects.filter(pk=_id(target)).first()
    return argument is not None and rules.is_hers(person, argument)


def _id(word: str) -> int:
    return int(word.partition(":")[2])
