"""How one statement was answered by few: in whole fives of people who answer alike. Pure: no database.

The adversary takes part herself, keeps every state that was ever shown, has read this file, and may even know how many
came between two states. So what is told follows from what she knows and from whole fives alone, and nothing is left out
because of what somebody answered: what is missing would tell it. "Ten agree" becomes "fifteen" when five more do. And
however many come at once, of how many of them agree, disagree and pass at least three numbers each remain possible:
where the fives would leave fewer, one of them waits for the next state. Unanimity is therefore never told.
"""

from collections.abc import Mapping
from typing import NamedTuple

FEWEST = 5
AGREE, PASS, DISAGREE = 1, 0, -1
_OPEN = 2  # so many of those who came may have answered this way or that, beyond what the fives say
NEARLY_ALL, MOST = 20, 10


class Row(NamedTuple):
    """At least so many answered so; a multiple of five."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def by(self) -> int | None:
        """Which answer stands alone: of the others fewer than five each."""
        sides = [value for value, number in zip((AGREE, DISAGREE, PASS), self, strict=True) if number]
        return sides[0] if len(sides) == 1 else None

    @property
    def leaning(self) -> str | None:
        """A word beside the number, which follows from the numbers alone."""
        if self.by is None or sum(self) < MOST:
            return None
        return "nearly all" if sum(self) >= NEARLY_ALL else "most"


def row_of(answers: Mapping[object, int], before: Row = Row(), *, voters: int, new: int) -> Row:  # noqa: B008
    """What is told of one statement. `answers`: voter -> value. `before`: what the last state told. `voters`: all who
    take part by now, `new`: those of them who stood in no state yet; the first state has only new ones."""
    counts = [sum(1 for value in answers.values() if value == each) for each in (AGREE, DISAGREE, PASS)]
    fives = [number // FEWEST * FEWEST for number in counts]
    # Of `before` up to four more may have been there untold, at the first state nobody.
    waiting = FEWEST - 1 if new < voters else 0
    while True:
        grown = [max(0, now - then - waiting) for now, then in zip(fives, before, strict=True)]
        if sum(fives) <= voters - _OPEN and sum(grown) <= max(0, new - _OPEN) or not any(fives):
            return Row(*fives)
        steps = [now - then for now, then in zip(fives, before, strict=True)]
        largest = max(range(3), key=lambda at: (fives[at] > 0, steps[at], -at))
        fives[largest] -= FEWEST
