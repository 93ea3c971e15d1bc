"""Statements, as moderation sees them: what was reported, who decides, and how a decision is carried out."""

from datetime import datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from dreiklang.debates.actions import removing
from dreiklang.debates.models import Statement
from dreiklang.moderation.things import Thing
from dreiklang.people.models import Person

KINDS = {"statement", "debate"}
EVERY = "debate:every"  # of all debates the same people decide: one place, and nobody asks which there are


def find(targets: list[str]) -> dict[str, Thing]:
    found = Statement.objects.filter(pk__in=[_id(target) for target in targets]).select_related("debate")
    return {target_of(statement): _thing(statement) for statement in found}


def target_of(statement: Statement) -> str:
    return f"statement:{statement.pk}"


def _thing(statement: Statement) -> Thing:
    """Who proposed it nobody knows any more: why it went is said to all, in its place."""
    debate = statement.debate
    return Thing(
        target=target_of(statement), place=EVERY, place_name=_("Debatte"), title=debate.title,
        path=debate.path, html=f"<p>{escape(statement.text)}</p>", byline=_("Aussage ohne Namen"),
        at=timezone.make_aware(datetime.combine(statement.proposed_on, time())),
    )  # fmt: skip


def set_aside(target: str, what: str, because: str) -> None:
    removing.set_aside(Statement.objects.get(pk=_id(target)), what, because)


def restore(target: str, what: str) -> None:
    removing.restore(Statement.objects.get(pk=_id(target)), what)


def is_hers(person, target: str) -> bool:
    """Sown by her: about that somebody else decides."""
    return Statement.objects.filter(pk=_id(target), is_seed=True, debate__by=person.pk).exists()


def moderators(place: str) -> list[Person]:
    """Nobody but the team: who looks after a debate decided already that the statement stands."""
    return []


def caretakers(place: str) -> list[Person]:
    return list(Person.objects.team())


def places_of(person) -> set[str]:
    return {EVERY} if person.is_team else set()


def _id(word: str) -> UUID:
    return UUID(word.partition(":")[2])
