"""The worker publishes how debates stand, in batches: never because one person answered."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from dreiklang.debates.actions.ending import tear_apart
from dreiklang.debates.actions.preparing import lock
from dreiklang.debates.cells import FEWEST
from dreiklang.debates.models import Debate, State, Statement, Vote, Voter
from dreiklang.debates.publishing import Said, part_of
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
    if before and before.is_last or not is_last and fresh.count() < FEWEST:
        return None
    statements = [Said(one.number, one.text) for one in debate.statements.accepted()]
    basis, shown, kept = before.basis if before else {}, {}, {}
    at = timezone.localtime(now).strftime("%Y-%m-%dT%H:%M")
    for name, votes in _votes_of(debate).items():
        shown[name], kept[name] = part_of(votes, statements, basis.get(name, {}), at, is_last=is_last)
    State.objects.filter(debate=debate).update(basis={})  # the newest has it all
    state = State.objects.create(
        debate=debate, number=before.number + 1 if before else 1, at=now, is_last=is_last, shown={"parts": shown},
        basis={} if is_last else kept,
    )  # fmt: skip
    fresh.update(is_counted=True)
    _ask_next(debate)
    return state


def _votes_of(debate: Debate) -> dict[str, dict]:
    numbers = dict(debate.statements.accepted().values_list("pk", "number"))
    found = {KNOWN: defaultdict(dict), NEW: defaultdict(dict)}
    rows = Vote.objects.filter(voter__debate=debate).values_list("voter", "voter__is_new", "statement", "value")
    for voter, is_new, statement, value in rows.iterator():
        if statement in numbers:
            found[NEW if is_new else KNOWN][str(voter)][numbers[statement]] = value
    return {name: dict(votes) for name, votes in found.items() if votes}


def _ask_next(debate: Debate) -> None:
    """By what is learnt from each: the fewer have answered and the less sure, the sooner it is asked."""
    from dreiklang.opinion.matrix import Statement as Said
    from dreiklang.opinion.steering import steer

    statements = list(debate.statements.accepted())
    votes = [
        (str(voter), number, value)
        for voter, number, value in Vote.objects.filter(voter__debate=debate).values_list(
            "voter", "statement__number", "value"
        )
    ]
    weights = steer(votes, [Said(one.number, one.text) for one in statements]).priorities
    for one in statements:
        one.priority = weights.get(one.number, 1)
    Statement.objects.bulk_update(statements, ["priority"])
