"""How sure a grouping is: would it be found again if one in five had not taken part, and is there anything to find?

Each resample leaves out a fifth of all who voted, makes the map and the groups anew, and compares them with the given
groups on those who stayed. Sources: A. Ben-Hur, A. Elisseeff, I. Guyon: A stability based method for discovering
structure in clustered data, Pacific Symposium on Biocomputing 2002 (leaving out a fifth); L. Hubert, P. Arabie:
Comparing partitions, Journal of Classification 2 (1985) (adjusted Rand index: 1 the same, 0 as by chance); C. Hennig:
Cluster-wise assessment of cluster stability, Computational Statistics & Data Analysis 52 (2007) (Jaccard for one group:
common members / members of either).

K-means finds groups in anything, and in few people even again and again. So the answers to each statement are also
dealt out anew among those who gave them, which leaves every statement as agreed to as it was and nobody alike: what
the map shows must differ more than then. Source: A. Buja, N. Eyuboglu: Remarks on parallel analysis, Multivariate
Behavioral Research 27 (1992).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from dreiklang.opinion.components import Map, leading, map_of, who_counts
from dreiklang.opinion.grouping import Grouping, group
from dreiklang.opinion.matrix import Matrix

LEFT_OUT = 0.2
SEED = 20210


@dataclass(frozen=True)
class Trust:
    """value: mean adjusted Rand index. groups: mean Jaccard of each group. by_chance: share of the deals whose map
    differs at least as much along x."""

    value: float
    groups: tuple[float, ...]
    by_chance: float


def trust(matrix: Matrix, on_map: Map, counted: np.ndarray, of: Grouping, smallest: int, resamples: int) -> Trust:
    """counted: the rows that count, in the order of the labels. Always the same for the same votes, whatever people and
    statements are called: the lots are drawn along the map, not along the list."""
    people = matrix.shape[0]
    label = np.full(people, -1)
    label[counted] = of.labels
    along = np.lexsort((matrix.votes_of_participants, *np.round(on_map.places, 9).T))
    lots = np.random.default_rng(SEED)
    kept = max(people - round(people * LEFT_OUT), 1)
    values, shares, by_chance = [], [], 0
    deal = _dealer(matrix, along, on_map.components)
    variance = leading(matrix.deviations)[1][0]
    for _ in range(resamples):
        rows = np.sort(along[lots.permutation(people)[:kept]])
        part = matrix.of_rows(rows)
        again = who_counts(part)
        by_chance += leading(deal(lots).deviations)[1][0] >= variance
        found = group(map_of(part).places[again], smallest, range(of.number, of.number + 1))
        if found is None:
            values.append(0.0)
            shares.append(np.zeros(of.number))
            continue
        new = np.full(people, -1)
        new[rows[again]] = found.labels
        both = rows[(label[rows] >= 0) & (new[rows] >= 0)]
        table = np.zeros((of.number, of.number))
        np.add.at(table, (label[both], new[both]), 1)
        values.append(adjusted_rand(table))
        shares.append(_jaccard(table))
    return Trust(float(np.mean(values)), tuple(np.mean(shares, axis=0).tolist()), by_chance / resamples)


def _dealer(matrix: Matrix, along: np.ndarray, components: np.ndarray) -> Callable[[np.random.Generator], Matrix]:
    across = np.lexsort(np.abs(np.round(components, 9)))
    ranks = [np.empty(len(order), dtype=np.int64) for order in (along, across)]
    for rank, order in zip(ranks, (along, across), strict=True):
        rank[order] = np.arange(len(order))
    # Along the map and not along the list, here too.
    votes = np.lexsort((ranks[0][matrix.rows], ranks[1][matrix.columns]))
    columns = ranks[1][matrix.columns[votes]]

    def deal(lots: np.random.Generator) -> Matrix:
        values = np.empty_like(matrix.values)
        values[votes] = matrix.values[votes[np.lexsort((lots.random(len(votes)), columns))]]
        return replace(matrix, values=values)

    return deal


def adjusted_rand(table: np.ndarray) -> float:
    """Of a contingency table, groups of one partition against groups of the other."""
    rows, columns, people = table.sum(axis=1), table.sum(axis=0), table.sum()
    pairs, in_rows, in_columns = (float((each * (each - 1) / 2).sum()) for each in (table, rows, columns))
    by_chance = in_rows * in_columns / max(people * (people - 1) / 2, 1)
    most = (in_rows + in_columns) / 2
    return (pairs - by_chance) / (most - by_chance) if most != by_chance else 1.0


def _jaccard(table: np.ndarray) -> np.ndarray:
    either = table.sum(axis=1)[:, None] + table.sum(axis=0)[None] - table
    return (table / np.maximum(either, 1)).max(axis=1)
