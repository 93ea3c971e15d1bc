"""Statements, arguments (`argument_reports.py`) and questions of a hall (`hall_reports.py`), as moderation sees them:
what was reported, who decides, and how a decision is carried out."""

from datetime import datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from dreiklang.debates import argument_reports, hall_reports
from dreiklang.debates.actions import removing
from dreiklang.debates.actions.removing import EVERY
from dreiklang.debates.models import Statement
from dreiklang.moderation.things import Thing
from dreiklang.people.models import Person

KINDS = {"statement", "debate", argument_reports.KIND, hall_reports.KIND}


def find(targets: list[str]) -> dict[str, Thing]:
    arguments = [target for target in targets if argument_reports.is_one(target)]
    questions = [_id(target) for target in targets if _is_question(target)]
    statements = [_id(each) for each in targets if each not in arguments and not _is_question(each)]
    found = Statement.objects.filter(pk__in=statements).select_related("debate") if statements else []
    things = {target_of(statement): _thing(statement) for statement in found}
    if arguments:
        things |= argument_reports.find(arguments)
    return things | (hall_reports.find(questions, EVERY) if questions else {})


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
    if argument_reports.is_one(target):
        argument_reports.set_aside(target, what, because)
    elif _is_question(target):
        hall_reports.set_aside(_id(target), what)
    else:
        removing.set_aside(Statement.objects.get(pk=_id(target)), what, because)


def restore(target: str, what: str) -> None:
    if argument_reports.is_one(target):
        argument_reports.restore(target, what)
    elif _is_question(target):
        hall_reports.restore(_id(target), what)
    else:
        removing.restore(Statement.objects.get(pk=_id(target)), what)


def is_hers(person, target: str) -> bool:
    """Sown by her, or argued under her name: about that somebody else decides. Whose a question of a hall is nobody
    knows."""
    if argument_reports.is_one(target):
        return argument_reports.is_hers(person, target)
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


def _is_question(target: str) -> bool:
    return target.startswith(f"{hall_reports.KIND}:")
