"""What somebody answers next: of the statements that she has not answered, those of which most is learnt come first, by
chance, and in the same order whenever she looks."""

from hashlib import sha256
from math import log
from typing import NamedTuple
from uuid import UUID

from django.db.models import FilteredRelation, Q

from dreiklang.debates import phases, secret
from dreiklang.debates.models import Debate, Statement
from dreiklang.foundation.prepared import Prepared

ENOUGH = 7  # answers, from which on one is counted, and reads the results


class Card(NamedTuple):
    statement: Statement | None  # None: all are answered
    answered: int
    number: int  # of all statements

    @property
    def is_enough(self) -> bool:
        return self.answered >= min(ENOUGH, self.number)


class Asked(NamedTuple):
    """A statement as it is asked: rows of a few columns, for there may be hundreds at every answer."""

    pk: UUID
    text: str
    priority: float
    answer: int | None  # hers; None: not given


def asked_in(debate: Debate, voter: UUID | None) -> list[Asked]:
    return list(map(Asked._make, _ASKED(debate=debate.pk, voter=voter)))


def _asked(debate, voter):
    hers = FilteredRelation("votes", condition=Q(votes__voter=voter))
    rows = Statement.objects.accepted().filter(debate=debate).annotate(hers=hers)
    return rows.values_list("pk", "text", "priority", "hers__value")


_ASKED = Prepared(_asked, debate=UUID, voter=UUID)


def card_for(debate: Debate, who: UUID | None) -> Card:
    """`who`: a person's id or a guest's, None for somebody who has none yet. One query."""
    voter = secret.voter_id(debate, who) if who is not None else None
    return card_of(debate, asked_in(debate, voter), voter)


def card_of(debate: Debate, asked: list[Asked], voter: UUID | None) -> Card:
    left = [one for one in asked if one.answer is None]
    first = min(left, key=lambda one: _place(one, voter), default=None)
    statement = first and Statement(pk=first.pk, debate=debate, text=first.text, state=Statement.ACCEPTED)
    return Card(statement, len(asked) - len(left), len(asked))


def _place(one: Asked, voter: UUID | None) -> float:
    """Small is early. Drawn by weight without replacement: an exponential time for each, the shorter the weightier."""
    digest = sha256(one.pk.bytes + (voter.bytes if voter else b"")).digest()
    chance = (int.from_bytes(digest[:8]) + 1) / (2**64 + 1)
    return -log(chance) / max(one.priority, 1e-9)


def may_read_results(debate: Debate, card: Card | None) -> bool:
    """After the end everybody who reads the debate; before, whoever has answered enough, where that is allowed."""
    if not debate.allows(phases.READ):
        return False
    if debate.phase != phases.VOTING:
        return True
    return not debate.hides_until_end and card is not None and card.is_enough
