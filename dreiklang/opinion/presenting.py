"""Numbers become what leaves the package: shown, rounded or withheld."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from dreiklang.opinion import representing
from dreiklang.opinion.components import Map
from dreiklang.opinion.matrix import Matrix, Statement
from dreiklang.opinion.priorities import priorities
from dreiklang.opinion.representing import AGREE, DISAGREE, Figures
from dreiklang.opinion.results import (
    Analysis,
    Cell,
    Chosen,
    Consensus,
    Group,
    Participant,
    Point,
    Stability,
    StatementResult,
    Typical,
)
from dreiklang.opinion.stability import Trust
from dreiklang.opinion.withholding import Shown, bundles, speaks, spoken

SIDES = ("agree", "disagree", "pass")
NOT_SHOWN = Cell(None, None, None, None, None, None, None)


@dataclass(frozen=True)
class Numbers:
    """Everything exact, but for what is as_read. labels: group of each row, -1 outside. groups: (groups, statements,
    3); group_aware: agree, disagree, each (statements,)."""

    matrix: Matrix
    map: Map
    counted: np.ndarray
    labels: np.ndarray
    silhouettes: dict[int, float]
    groups: np.ndarray
    shown: Shown
    figures: Figures
    figures_as_read: Figures
    total_as_read: np.ndarray
    group_aware: tuple[np.ndarray, np.ndarray]
    priorities: np.ndarray


def present(
    of: Numbers, statements: Sequence[Statement], stability: Stability, trust: Trust | None, smallest: int
) -> Analysis:
    is_exact = smallest == 1
    voters, counted = _people(of, smallest)
    if not is_exact and stability.value is not None:
        stability.value = round(stability.value, 2)
    return Analysis(
        minimum_group=smallest,
        voters=voters,
        counted=counted,
        explained=tuple(each if is_exact else round(each, 2) for each in of.map.explained),
        silhouettes={number: each if is_exact else round(each, 2) for number, each in of.silhouettes.items()},
        participants=_participants(of) if is_exact else (),
        points=() if is_exact else _points(of, smallest),
        groups=_groups(of, trust, is_exact),
        statements=_statements(of, statements, is_exact),
        consensus=Consensus(_shared(of, AGREE), _shared(of, DISAGREE)),
        stability=stability,
    )


def _people(of: Numbers, smallest: int) -> tuple[int | None, int | None]:
    voters, counted = len(of.labels), int((of.labels >= 0).sum()) if len(of.groups) else len(of.counted)
    if 0 < voters - counted < smallest or (smallest > 1 and counted < smallest):
        if len(of.groups):
            return None, counted
        return (voters if voters >= smallest else None), None
    return voters, counted


def _participants(of: Numbers) -> tuple[Participant, ...]:
    x, y = of.map.places.T.tolist()
    labels = [None if each < 0 else each for each in of.labels.tolist()]
    return tuple(map(Participant, of.matrix.participants.tolist(), x, y, labels))


def _points(of: Numbers, smallest: int) -> tuple[Point, ...]:
    parts = [(each, of.labels == each) for each in range(len(of.groups))] or [(None, of.labels < 0)]
    return tuple(
        Point(*point, label) for label, is_in in parts for point in bundles(of.map.places[is_in], smallest)
    )  # fmt: skip


def _groups(of: Numbers, trust: Trust | None, is_exact: bool) -> tuple[Group, ...]:
    found = []
    for each in range(len(of.groups)):
        x, y = of.map.places[of.labels == each].mean(axis=0).tolist()
        stability = trust.groups[each] if trust else None
        if not is_exact:
            x, y, stability = round(x, 1) + 0.0, round(y, 1) + 0.0, stability and round(stability, 2)
        size = int((of.labels == each).sum())
        found.append(Group(each, size, x, y, stability, _typical_of(of, each)))
    return tuple(found)


def _typical_of(of: Numbers, group: int) -> tuple[Chosen, ...]:
    is_left_out = of.matrix.is_out | ~of.shown.group_votes
    listed = []
    for column, side, is_best in representing.typical(of.figures_as_read, group, is_left_out):
        figures = _of_group(of, group, column, side)
        votes = int(of.groups[group, column].sum())
        count = int(of.groups[group, column, side]) if of.shown.group_sides[column, side] else None
        name = of.matrix.statements[column].id
        listed.append(Chosen(name, SIDES[side], count, votes, *figures, is_best_agree=is_best))
    return tuple(listed)


def _of_group(of: Numbers, group: int, column: int, side: int) -> list[float | None]:
    if not of.shown.group_sides[column, side]:
        return [None] * 4
    f = of.figures
    return [float(each[group, column, side]) for each in (f.p, f.p_test, f.ratio, f.test)]


def _shared(of: Numbers, side: int) -> tuple[Chosen, ...]:
    total = of.shown.total
    votes = total.sum(axis=1)
    listed = []
    for column in representing.shared(of.total_as_read, of.matrix.is_out | ~of.shown.votes, side):
        count, p, p_test = None, None, None
        if of.shown.sides[column, side]:
            count = int(total[column, side])
            p = float(representing.smoothed(count, votes[column]))
            p_test = float(representing.against_one_half(count, votes[column]))
        name = of.matrix.statements[column].id
        listed.append(Chosen(name, SIDES[side], count, int(votes[column]), p, p_test))
    return tuple(listed)


def _statements(of: Numbers, statements: Sequence[Statement], is_exact: bool) -> tuple[StatementResult, ...]:
    shown, number = of.shown, len(of.groups)
    cells = [_cells(None, shown.total, shown.votes, shown.sides, shown.side, shown.is_nearly)]
    for label, counts in enumerate(of.groups):
        side, is_nearly = spoken(counts)
        side = np.where(shown.group_votes & speaks(side, shown.group_sides), side, -1)
        cells.append(_cells(label, counts, shown.group_votes, shown.group_sides, side, is_nearly))
    typical = [_typicals(of, each) for each in range(number)]
    of_groups_typical = zip(*typical, strict=True) if number else ((),) * len(shown.votes)
    whole, agree, disagree = shown.is_whole, shown.group_sides[:, AGREE], shown.group_sides[:, DISAGREE]
    x, y = of.map.components if is_exact else np.round(of.map.components, 2) + 0.0
    numbers = zip(
        _where(whole, of.matrix.centre), _where(shown.votes, x), _where(shown.votes, y),
        _where(whole, of.map.extremity),
        _where(agree & bool(number), of.group_aware[AGREE]), _where(disagree & bool(number), of.group_aware[DISAGREE]),
        _where(whole, of.priorities), strict=True,
    )  # fmt: skip
    found = {
        statement.id: StatementResult(
            statement.id, statement.text, statement.is_out, statement.is_meta, of_all, tuple(of_groups),
            tuple(of_typical), *figures,
        )
        for statement, (of_all, *of_groups), of_typical, figures in zip(
            of.matrix.statements, zip(*cells, strict=True), of_groups_typical,
            numbers, strict=True,
        )
    }  # fmt: skip
    for statement in statements:
        if statement.id not in found:
            found[statement.id] = _unanswered(statement, is_exact)
    return tuple(found[name] for name in sorted(found))


def _cells(label: int | None, counts, votes, sides, side, is_nearly) -> list[Cell]:
    numbers = np.concatenate([counts.sum(axis=1)[:, None], counts], axis=1).tolist()
    may = np.concatenate([votes[:, None], sides & votes[:, None]], axis=1)
    if not may.all():
        numbers = [
            [each if yes else None for each, yes in zip(*row, strict=True)]
            for row in zip(numbers, may.tolist(), strict=True)
        ]
    words = zip(side.tolist(), is_nearly.tolist(), strict=True)
    return [
        Cell(label, *row, *(("nearly all" if nearly else "most", SIDES[by]) if by >= 0 else (None, None)))
        for row, (by, nearly) in zip(numbers, words, strict=True)
    ]


def _typicals(of: Numbers, group: int) -> list[Typical]:
    f, may = of.figures, of.shown.group_sides
    columns = [
        _where(may[:, side], each[group, :, side])
        for side in (AGREE, DISAGREE)
        for each in (f.p, f.p_test, f.ratio, f.test)
    ]
    return list(map(Typical, repeat(group), *columns))


def _where(may: np.ndarray, values: np.ndarray) -> list[float | None]:
    listed = values.tolist()
    return listed if may.all() else [each if yes else None for each, yes in zip(listed, may.tolist(), strict=True)]


def _unanswered(statement: Statement, is_exact: bool) -> StatementResult:
    priority = priorities(np.zeros((1, 3)), np.zeros(1), np.array([statement.is_meta])).tolist()[0]
    nobody = Cell(None, 0, 0, 0, 0, None, None) if is_exact else NOT_SHOWN
    return StatementResult(
        statement.id, statement.text, statement.is_out, statement.is_meta, nobody, (), (),
        *([0.0] * 4 if is_exact else [None] * 4), None, None, priority if is_exact else None,
    )  # fmt: skip
