"""What an analysis returns: plain dataclasses without methods, and the same as JSON.

Numbers are given per statement and group. `None` means withheld or not computable, never zero. With `minimum_group` 1
everything is given; with a greater one withholding.py says what is left out.
"""

from dataclasses import asdict, dataclass
from typing import Literal

Id = int | str
Verdict = Literal["untested", "few", "unsure", "sure"]
Side = Literal["agree", "disagree", "pass"]


@dataclass(slots=True)
class Participant:
    """One who voted, only with minimum_group 1. x, y: place on the map; group: None for those who do not count yet."""

    id: Id
    x: float
    y: float
    group: int | None


@dataclass(slots=True)
class Point:
    """What is drawn instead of participants with a greater minimum_group: the mean place of `size` people."""

    x: float
    y: float
    size: int
    group: int | None


@dataclass(slots=True)
class Cell:
    """How one statement was answered, by all or by one group (group None: all).

    votes = agree + disagree + passed. leaning and by: "nearly all" (at least 80 %) or "most" (more than half) chose
    `by`; it stands in for counts that are withheld.
    """

    group: int | None
    votes: int | None
    agree: int | None
    disagree: int | None
    passed: int | None
    leaning: Literal["nearly all", "most"] | None
    by: Side | None


@dataclass(slots=True)
class Typical:
    """How typical agreeing and disagreeing with a statement is of a group (representing.py).

    p: smoothed share, 0…1. p_test: z of that share against one half. ratio: share here / share elsewhere. test: z of
    the difference of the two shares.
    """

    group: int
    agree_p: float | None
    agree_p_test: float | None
    agree_ratio: float | None
    agree_test: float | None
    disagree_p: float | None
    disagree_p_test: float | None
    disagree_ratio: float | None
    disagree_test: float | None


@dataclass(slots=True)
class StatementResult:
    """One statement with all its numbers.

    centre: mean answer of all voters, -1…1. x, y: its entries in the two components (unit vectors). extremity: how far
    one who agrees with it alone would lie from the middle. group_aware_agree, group_aware_disagree: 0…1, high only
    where every group answers so. priority: weight for being asked next.
    """

    id: Id
    text: str
    is_out: bool
    is_meta: bool
    all: Cell
    groups: tuple[Cell, ...]
    typical: tuple[Typical, ...]
    centre: float | None
    x: float | None
    y: float | None
    extremity: float | None
    group_aware_agree: float | None
    group_aware_disagree: float | None
    priority: float | None


@dataclass(slots=True)
class Chosen:
    """A statement chosen for a list. successes of trials answered so; the rest as in Typical, None where withheld.
    is_best_agree: the one by which many of the group agree most, standing first."""

    statement: Id
    side: Side
    successes: int | None
    trials: int | None
    p: float | None
    p_test: float | None
    ratio: float | None = None
    test: float | None = None
    is_best_agree: bool = False


@dataclass(slots=True)
class Group:
    """id: 0 is the largest. size: people. x, y: their mean place. stability: 0…1 (stability.py), None if not tested."""

    id: int
    size: int
    x: float
    y: float
    stability: float | None
    typical: tuple[Chosen, ...]


@dataclass(slots=True)
class Stability:
    """value: mean adjusted Rand index over the resamples, None if not tested. is_enough: whether groups may be shown,
    None if not tested. verdict: why. sentence: what a page says about it."""

    resamples: int
    value: float | None
    is_enough: bool | None
    verdict: Verdict
    sentence: str


@dataclass(slots=True)
class Consensus:
    """At most five statements each, the strongest first."""

    agree: tuple[Chosen, ...]
    disagree: tuple[Chosen, ...]


@dataclass(slots=True)
class Analysis:
    """minimum_group as asked for. voters: people who voted, counted: those who count for groups (None where the
    difference would tell of too few). explained: share of the variance along x and y. silhouette: of the grouping, by
    k in `silhouettes` what the choice was made from."""

    minimum_group: int
    voters: int | None
    counted: int | None
    explained: tuple[float, float]
    silhouettes: dict[int, float]
    participants: tuple[Participant, ...]
    points: tuple[Point, ...]
    groups: tuple[Group, ...]
    statements: tuple[StatementResult, ...]
    consensus: Consensus
    stability: Stability


def as_json(analysis: Analysis) -> dict:
    """Dictionaries, lists, numbers, strings and None, in a fixed order: json.dumps gives the same bytes for the same
    analysis. Keys of `silhouettes` become strings, as JSON has no others."""
    found = asdict(analysis)
    found["silhouettes"] = {str(k): value for k, value in found["silhouettes"].items()}
    return found
