"""What a server needs to run a debate and never shows: which statement to ask next, and the axes of the map."""

from collections.abc import Iterable
from dataclasses import dataclass

from dreiklang.opinion.analysing import analyse
from dreiklang.opinion.matrix import Statement, Votes
from dreiklang.opinion.results import Id


@dataclass(slots=True)
class Steering:
    """priorities: weight of each statement that was not taken out for being asked next, greater than 0. axes: centre, x
    and y of each statement that counts for places. out: number of statements voted on that do not. Exact numbers, from
    which single votes can be found out in a small group: keep them where only the server reads."""

    priorities: dict[Id, float]
    axes: dict[Id, tuple[float, float, float]]
    out: int


def steer(votes: Votes | Iterable[tuple[Id, Id, int]], statements: Iterable[Statement]) -> Steering:
    """As analyse, and raises the same."""
    found = analyse(votes, statements, minimum_group=1, resamples=0).statements
    voted = [each for each in found if each.all.votes]
    placed = [each for each in voted if not (each.is_out or each.is_meta)]
    return Steering(
        {each.id: each.priority for each in found if not each.is_out},
        {each.id: (each.centre, each.x, each.y) for each in placed},
        len(voted) - len(placed),
    )
