"""What is typical of a group, and what all share.

Source: Small et al. 2021 (see components.py), section on representativeness, and the published results of Polis. With
n who voted on a statement (a pass is a vote) and a who agreed (or disagreed):

    p = (a + 1) / (n + 2)                                               smoothed share
    p_test = 2 √(n + 1) ((a + 1) / (n + 1) - 1/2)                       one proportion against one half
    ratio = p here / p elsewhere
    test = (q - r) / √(s (1 - s) (1 / (n + 1) + 1 / (m + 1)))           two proportions
        q = (a + 1) / (n + 1) here, r = (b + 1) / (m + 1) elsewhere, s = (a + b + 2) / (n + m + 2)

"Elsewhere" are the other groups. p_test and test are z values, significant from 1.2816 (90 %, one-sided).
"""

from dataclasses import dataclass

import numpy as np

SIGNIFICANT = 1.2816
LISTED = 5
AGREE, DISAGREE = 0, 1


@dataclass(frozen=True)
class Figures:
    """Each of shape (groups, statements, 2), the last axis agree and disagree; successes and trials as counted."""

    successes: np.ndarray
    trials: np.ndarray
    p: np.ndarray
    p_test: np.ndarray
    ratio: np.ndarray
    test: np.ndarray


def figures(counts: np.ndarray) -> Figures:
    """counts: (groups, statements, 3), agree, disagree, pass."""
    successes = counts[:, :, :2]
    trials = np.broadcast_to(counts.sum(axis=2)[:, :, None], successes.shape)
    others, other_trials = successes.sum(axis=0) - successes, trials.sum(axis=0) - trials
    p = smoothed(successes, trials)
    return Figures(
        successes, trials, p, against_one_half(successes, trials), p / smoothed(others, other_trials),
        against_each_other(successes, trials, others, other_trials),
    )  # fmt: skip


def smoothed(successes: np.ndarray, trials: np.ndarray) -> np.ndarray:
    return (successes + 1) / (trials + 2)


def against_one_half(successes: np.ndarray, trials: np.ndarray) -> np.ndarray:
    return 2 * np.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)


def against_each_other(here, trials_here, there, trials_there) -> np.ndarray:
    here, trials_here, there, trials_there = here + 1, trials_here + 1, there + 1, trials_there + 1
    together = (here + there) / (trials_here + trials_there)
    spread = np.sqrt(together * (1 - np.minimum(together, 1)) * (1 / trials_here + 1 / trials_there))
    difference = here / trials_here - there / trials_there
    return np.divide(difference, spread, out=np.zeros_like(difference), where=spread > 0)


def typical(of: Figures, group: int, is_out: np.ndarray) -> list[tuple[int, int, bool]]:
    """(statement column, AGREE or DISAGREE, is the best agreed) of the at most five statements that set the group
    apart; agreed ones before disagreed ones, the best agreed first.

    A statement counts on the side on which it differs more. It is listed if both its tests are significant, ordered by
    p · p_test · ratio · test; if none is, the one that differs most. The best agreed is the one with the greatest
    such product among those agreed to significantly (or by more than half, and more than elsewhere).
    """
    side = np.where(of.test[group, :, AGREE] > of.test[group, :, DISAGREE], AGREE, DISAGREE)
    column = np.arange(len(side))
    p, p_test = of.p[group, column, side], of.p_test[group, column, side]
    ratio, test = of.ratio[group, column, side], of.test[group, column, side]
    metric = ratio * test * p * p_test
    is_possible = ~is_out & (of.successes[group].sum(axis=1) > 0)
    is_typical = is_possible & (p_test > SIGNIFICANT) & (test > SIGNIFICANT)
    best_agreed = _best_agreed(of, group, is_possible)
    listed = sorted(np.flatnonzero(is_typical).tolist(), key=lambda each: (-metric[each], each))
    if not listed and best_agreed is None and is_possible.any():
        listed = [int(np.argmax(np.where(is_possible, test, -np.inf)))]
    chosen = [(each, int(side[each]), False) for each in listed if each != best_agreed]
    if best_agreed is not None:
        chosen.insert(0, (best_agreed, AGREE, True))
    return sorted(chosen[:LISTED], key=lambda each: each[1])


def _best_agreed(of: Figures, group: int, is_possible: np.ndarray) -> int | None:
    p, p_test = of.p[group, :, AGREE], of.p_test[group, :, AGREE]
    ratio, test = of.ratio[group, :, AGREE], of.test[group, :, AGREE]
    is_more = ratio > 1
    is_agreed = is_possible & ((p_test > SIGNIFICANT) | (is_more & (p > 0.5)))
    if not is_agreed.any():
        return None
    # What is agreed to more than elsewhere goes before what is merely agreed to.
    pool, metric = (is_agreed & is_more, ratio * test * p * p_test), p * p_test
    among, by = pool if pool[0].any() else (is_agreed, metric)
    return int(np.argmax(np.where(among, by, -np.inf)))


def shared(counts: np.ndarray, is_out: np.ndarray, side: int) -> list[int]:
    """Columns of the at most five statements that all who voted (dis)agree with, by more than half and significantly;
    ordered by p · p_test. counts: (statements, 3)."""
    trials = counts.sum(axis=1)
    p, p_test = smoothed(counts[:, side], trials), against_one_half(counts[:, side], trials)
    is_shared = ~is_out & (p > 0.5) & (p_test > SIGNIFICANT)
    return sorted(np.flatnonzero(is_shared).tolist(), key=lambda each: (-p[each] * p_test[each], each))[:LISTED]


def group_aware(counts: np.ndarray, side: int) -> np.ndarray:
    """Product over the groups of the smoothed share: high only where no group says otherwise. (groups, statements, 3)
    becomes (statements,)."""
    return smoothed(counts[:, :, side], counts.sum(axis=2)).prod(axis=0)
