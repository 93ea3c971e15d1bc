"""The way in: votes and statements become an opinion map.

    analysis = analyse([("a1", 7, 1), ("a1", 8, -1), …], [Statement(7, "Mehr Radwege"), Statement(8, "Mehr Parks")])

Time grows with the number of votes; the votes are never written out as a full table. 1.5 million votes of 30,000 people
take about half a second on one core, without resamples; each resample costs about as much again.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from dreiklang.opinion import representing
from dreiklang.opinion.components import ENOUGH_PEOPLE, Map, map_of, who_counts
from dreiklang.opinion.grouping import Grouping, group
from dreiklang.opinion.matrix import Matrix, Statement, Votes, matrix_of
from dreiklang.opinion.presenting import Numbers, present
from dreiklang.opinion.priorities import priorities
from dreiklang.opinion.results import Analysis, Id, Stability
from dreiklang.opinion.sentences import Unusable
from dreiklang.opinion.stability import Trust, trust
from dreiklang.opinion.withholding import as_read, shown

MINIMUM_GROUP = 5
RESAMPLES = 50
REFOUND = 0.75  # mean Jaccard from which Hennig (2007) calls a cluster valid and stable
BY_CHANCE = 0.05


def analyse(
    votes: Votes | Iterable[tuple[Id, Id, int]],
    statements: Iterable[Statement],
    *,
    minimum_group: int = MINIMUM_GROUP,
    resamples: int = RESAMPLES,
    given: Mapping[Id, int] | None = None,
) -> Analysis:
    """Who answers alike, what is typical of each group, what all share, and what to ask next.

    votes: (participant, statement, vote) with vote 1 agree, -1 disagree, 0 pass, in any order, at most one for each
        participant and statement; or `Votes` with three sequences, for many. Ids are all integers or all strings.
    statements: every statement that was voted on, and any others.
    minimum_group: nothing in the result rests on fewer people than that (withholding.py). 5 where people read it; 1 to
        compare with other software, which also gives single participants.
    resamples: how often the grouping is tried again without a fifth of the people (stability.py); 0: not tested.
    given: participant to group, to describe a grouping made elsewhere instead of finding one.

    With minimum_group above 1, groups that were tested and found unsure are not given at all. The result is the same,
    to the byte, for the same votes in any order; other names for people and statements, and all votes turned round,
    change nothing but these names and sides. Only where two components are equally long is their choice arbitrary.

    Raises Unusable (a ValueError with a German sentence) for votes on unknown statements, two different votes of one
    person on one statement, other values than 1, -1 and 0, mixed ids. No votes at all are no error.
    """
    for value, least, name in ((minimum_group, 1, "Die Mindestgröße"), (resamples, 0, "Die Zahl der Stichproben")):
        if not isinstance(value, int) or value < least:
            raise Unusable(f"{name} ist eine ganze Zahl ab {least}.")
    statements = list(statements)
    matrix = matrix_of(votes, statements)
    on_map = map_of(matrix)
    counted = who_counts(matrix)
    grouping = _given(given, matrix, minimum_group) if given is not None else None
    if grouping is not None:
        counted, grouping = grouping
    elif given is None:
        grouping = group(on_map.places[counted], minimum_group)
    tested = grouping is not None and resamples > 0 and given is None
    found = trust(matrix, on_map, counted, grouping, minimum_group, resamples) if tested else None
    stability = _stability(grouping, found, len(counted), resamples if given is None else 0)
    if minimum_group > 1 and stability.is_enough is False:
        grouping = None
    return present(
        _numbers(matrix, on_map, counted, grouping, minimum_group), statements, stability, found, minimum_group
    )


def _given(given: Mapping[Id, int], matrix: Matrix, smallest: int) -> tuple[np.ndarray, Grouping] | None:
    rows = np.array([row for row, each in enumerate(matrix.participants.tolist()) if each in given], dtype=np.int64)
    if not len(rows):
        return None
    names, labels = np.unique([given[each] for each in matrix.participants[rows].tolist()], return_inverse=True)
    if len(names) < 2 or np.bincount(labels).min() < smallest:
        return None
    return rows, Grouping(labels, {})


def _stability(grouping: Grouping | None, found: Trust | None, counted: int, resamples: int) -> Stability:
    too_early = "Für Gruppen reicht es noch nicht"
    if not resamples:
        return Stability(0, None, None, "untested", "Wie sicher die Gruppen sind, wurde nicht geprüft.")
    if counted < ENOUGH_PEOPLE:
        value = found.value if found else None
        return Stability(
            resamples, value, False, "few",
            f"{too_early}: Erst ab {ENOUGH_PEOPLE} Personen wird danach gesucht.",
        )  # fmt: skip
    if grouping is None or found is None or min(found.groups) < REFOUND or found.by_chance > BY_CHANCE:
        value = found.value if found else None
        return Stability(
            resamples, value, False, "unsure",
            f"{too_early}: Ließe man ein Fünftel der Personen weg, ergäben sich oft andere Gruppen.",
        )  # fmt: skip
    agreement = f"{found.value:.2f}".replace(".", ",")
    return Stability(
        resamples, found.value, True, "sure",
        f"Auch ohne ein Fünftel der Personen finden sich dieselben Gruppen wieder (Übereinstimmung {agreement} von 1, "
        f"{resamples} Stichproben).",
    )  # fmt: skip


def _numbers(matrix: Matrix, on_map: Map, counted: np.ndarray, grouping: Grouping | None, smallest: int) -> Numbers:
    labels = np.full(matrix.shape[0], -1)
    if grouping is not None:
        labels[counted] = grouping.labels
    number = grouping.number if grouping else 0
    counts = matrix.counts(np.where(labels < 0, number, labels), number + 1)
    groups, outside = counts[:number], counts[number]
    voters = counts.sum(axis=0)
    asked = groups.sum(axis=0) if grouping else voters
    show = shown(groups, outside, smallest)
    sides = representing.AGREE, representing.DISAGREE
    exact = representing.figures(groups)
    read = as_read(groups, show.group_votes, show.group_sides)
    in_words = show.group_votes & ~show.group_sides.any(axis=1)
    return Numbers(
        matrix, on_map, counted, labels, grouping.silhouettes if grouping else {}, groups, show, exact,
        exact if smallest == 1 else representing.figures(read),
        np.where(in_words[:, None], read.sum(axis=0), as_read(show.total, show.votes, show.sides)),
        tuple(representing.group_aware(groups, side) for side in sides),
        priorities(asked, on_map.extremity, matrix.is_meta),
    )  # fmt: skip
