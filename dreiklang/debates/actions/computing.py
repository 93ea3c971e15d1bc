"""The worker publishes how debates stand, in batches: never because one person answered."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from dreiklang.debates.actions.ending import tear_apart
from dreiklang.debates.actions.preparing import lock
from dreiklang.debates.cells import FEWEST
from dreiklang.debates.models import Debate, State, Statement, Vote, Voter
from dreiklang.debates.publishing import Said, part_of, weights_of
from dreiklang.debates.showing import KNOWN, NEW


def publish_due() -> None:
    """The chore: every debate in which enough people are new, and every one that is over and has no last state."""
    now = timezone.now()
    began = Debate.objects.filter(is_draft=False, votes_from__lte=now)
    for debate in began.exclude(pk__in=State.objects.filter(is_last=True).values("debate")):
        publish(debate)
    for debate in began.filter(ends__lte=now, key__isnull=False):
        tear_apart(debate)


@transaction.atomic
def publish(debate: Debate) -> State | None:
    """The next state, if there is a reason for one; after the last there is none."""
    debate, now = lock(debate.pk), timezone.now()
    before, is_last = debate.states.first(), now >= debate.ends
    fresh = Voter.objects.filter(debate=debate, is_counted=False)
    new = {name: fresh.filter(is_new=name == NEW).count() for name in (KNOWN, NEW)}
    due = [name for name, number in new.items() if is_last or number >= FEWEST]
    if before and before.is_last or not due:
        return None
    statements = [Said(one.number, one.text) for one in debate.statements.accepted()]
    votes, shown = _votes_of(debate), dict(before.shown["parts"]) if before else {}
    for name in due:
        if len(votes[name]) >= FEWEST:
            shown[name] = part_of(votes[name], statements, shown.get(name, {}), new=new[name], is_last=is_last)
    state = State.objects.create(
        debate=debate, number=before.number + 1 if before else 1, at=now, is_last=is_last, shown={"parts": shown}
    )
    fresh.filter(is_new__in=[name == NEW for name in due]).update(is_counted=True)
    _ask_next(debate, shown)
    return state


def _votes_of(debate: Debate) -> dict[str, dict]:
    numbers = dict(debate.statements.accepted().values_list("pk", "number"))
    found = {KNOWN: defaultdict(dict), NEW: defaultdict(dict)}
    rows = Vote.objects.filter(voter__debate=debate).values_list("voter", "voter__is_new", "statement", "value")
    for voter, is_new, statement, value in rows.iterator():
        if statement in numbers:
            found[NEW if is_new else KNOWN][str(voter)][numbers[statement]] = value
    return {name: dict(votes) for name, votes in found.items()}


def _ask_next(debate: Debate, shown: dict) -> None:
    """By what is learnt from each. In a small debate from what is shown alone: the order is seen too."""
    statements = list(debate.statements.accepted())
    is_small = any(part["is_small"] for part in shown.values())
    weights = weights_of(shown) if is_small else _weighed(debate, statements)
    for one in statements:
        one.priority = weights.get(one.number, 1)
    Statement.objects.bulk_update(statements, ["priority"], batch_size=500)


def _weighed(debate: Debate, statements: list[Statement]) -> dict[int, float]:
    from dreiklang.opinion.matrix import Statement as Said
    from dreiklang.opinion.steering import steer

    rows = Vote.objects.filter(voter__debate=debate, statement__state=Statement.ACCEPTED)
    rows = rows.values_list("voter", "statement__number", "value")
    votes = [(str(voter), number, value) for voter, number, value in rows]
    return steer(votes, [Said(one.number, one.text) for one in statements]).priorities
