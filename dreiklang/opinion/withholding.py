"""What leaves the function when nothing may rest on fewer than `smallest` people.

The reader to be feared took part herself, knows these rules, and can add and subtract. So a count is shown only if it
and everything that follows from it by subtraction, within a statement (agree, disagree, pass, all) and across its
groups (those outside all groups included), is 0 or at least `smallest`, and if not all answered alike. For each
statement the first of these steps that holds for every group is taken:

1. agree, disagree and pass;
2. agree alone, the others only as their sum; or disagree alone;
3. how many voted; agree, disagree and pass for all groups together, by the same rules; and in words ("nearly all",
   "most") what a group answered, where words and numbers together leave at least three possible counts.

Steps 1 and 2 need four times `smallest` votes on the statement: with fewer, who knows the rules could tell from what is
missing how many there were. Whoever stands outside all groups is left out of a statement's total where fewer than
`smallest` of them voted on it. Lists ("typical", "consensus") are made from what is shown, with the middle of what a
word may mean, so they tell nothing more. Real numbers made of counts (shares, tests, priorities) follow their counts;
places and components are rounded.

What one result shows is safe; the difference of two results is not the business of this file: whoever publishes again
must see to it that enough people came between (docs/decisions/0016-opinion-maps.md).

Sources: primary and secondary suppression, A. Hundepool et al.: Statistical Disclosure Control, Wiley 2012; what a rule
gives away by being known, R. Wong et al.: Minimality attack in privacy preserving data publishing, VLDB 2007; bundles
of the map, K. LeFevre, D. DeWitt, R. Ramakrishnan: Mondrian multidimensional k-anonymity, ICDE 2006.
"""

from dataclasses import dataclass

import numpy as np

NEARLY_ALL = 0.8
WORDS_FROM, NEARLY_ALL_FROM = 5, 11  # voters: of fewer, a word would say too much
TIMES = 4  # as many votes as this times the smallest before any count is shown
POSSIBLE = 3  # counts that must remain possible where a group's answer is given in words


@dataclass(frozen=True)
class Shown:
    """total: (statements, 3), of whom the numbers speak. The rest, True where shown: votes of all (statements,), of
    groups (statements,); agree, disagree, pass of all and of groups (statements, 3); words about groups (statements,);
    is_whole (statements,): everything, and of everybody who voted."""

    total: np.ndarray
    votes: np.ndarray
    group_votes: np.ndarray
    sides: np.ndarray
    group_sides: np.ndarray
    group_words: np.ndarray
    is_whole: np.ndarray


def shown(groups: np.ndarray, outside: np.ndarray, smallest: int) -> Shown:
    """groups: (groups, statements, 3); outside: (statements, 3), all others who voted."""
    number = outside.shape[0]
    if smallest <= 1:
        yes, each = np.ones(number, dtype=bool), np.ones((number, 3), dtype=bool)
        return Shown(groups.sum(axis=0) + outside, yes, yes, each, each, yes, yes)
    others = outside.sum(axis=1)
    are_few = (others > 0) & (others < smallest) & bool(len(groups))
    outside = np.where(are_few[:, None], 0, outside)
    total = groups.sum(axis=0) + outside
    rows = np.concatenate([groups, outside[None]])
    voted = rows.sum(axis=2)
    votes = total.sum(axis=1) >= smallest
    group_votes = votes & ((voted == 0) | (voted >= smallest)).all(axis=0) & bool(len(groups))
    are_many = (total.sum(axis=1) >= TIMES * smallest)[:, None]
    group_sides = _sides(rows, smallest) & group_votes[:, None] & are_many
    alone = _sides(total[None], smallest) & are_many
    sides = np.where(group_votes[:, None] & group_sides.any(axis=1)[:, None], group_sides, alone)
    words = group_votes & _leaves_enough(rows, total, sides)
    whole = sides.all(axis=1) & ~are_few & (group_sides.all(axis=1) if len(groups) else True)
    return Shown(total, votes, group_votes, sides, group_sides, words, whole)


def _sides(rows: np.ndarray, smallest: int) -> np.ndarray:
    """Which of agree, disagree and pass may be shown for all rows at once: (statements, 3), all, one or none."""
    votes = rows.sum(axis=2)
    is_empty = votes == 0
    are_enough = rows >= smallest
    is_open = ((rows == 0) | are_enough).all(axis=2) & (are_enough.sum(axis=2) >= 2)
    all_three = (is_open | is_empty).all(axis=0) & ~is_empty.all(axis=0)
    against_rest = (are_enough & (votes[:, :, None] - rows >= smallest)) | is_empty[:, :, None]
    one = against_rest.all(axis=0) & ~is_empty.all(axis=0)[:, None]
    found = np.zeros((rows.shape[1], 3), dtype=bool)
    found[:, 0] = one[:, 0]
    found[:, 1] = one[:, 1] & ~one[:, 0]
    return found | all_three[:, None]


def _leaves_enough(rows: np.ndarray, total: np.ndarray, sides: np.ndarray) -> np.ndarray:
    """Whether what is shown of the total, how many of each row voted, and the words about rows, leave each hidden count
    open: narrows the possible counts as a reader could. The last row is outside all groups and has no words.
    (statements,)"""
    votes = rows.sum(axis=2)
    low, high = np.zeros_like(rows), np.repeat(votes[:, :, None], 3, axis=2)
    side, least = spoken(rows[:-1])
    low[:-1] = np.where(np.arange(3) == side[:, :, None], least[:, :, None], 0)
    side, least = spoken(total)
    low_total = np.where(np.arange(3) == side[:, None], least[:, None], 0)
    low_total = np.where(sides.any(axis=1)[:, None], np.where(sides, total, 0), low_total)
    rest = total.sum(axis=1) - low_total.sum(axis=1)
    high_total = np.where(sides, total, low_total + rest[:, None])
    for _ in range(6):
        high = np.minimum(high, votes[:, :, None] - (low.sum(axis=2)[:, :, None] - low))
        low = np.maximum(low, votes[:, :, None] - (high.sum(axis=2)[:, :, None] - high))
        high = np.minimum(high, high_total - (low.sum(axis=0) - low))
        low = np.maximum(low, low_total - (high.sum(axis=0) - high))
    is_known_zero = (votes == 0)[:, :, None] | ((total == 0) & sides)
    return ((high - low >= POSSIBLE - 1) | is_known_zero).all(axis=(0, 2))


def spoken(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For counts (…, 3): the side that more than half chose, -1 if there is none or too few voted; and the least number
    that the word for it means."""
    votes = counts.sum(axis=-1)
    side, most = counts.argmax(axis=-1), counts.max(axis=-1)
    nearly = np.ceil(NEARLY_ALL * votes - 1e-9).astype(np.int64)
    is_said = (2 * most > votes) & (votes >= WORDS_FROM)
    least = np.where((most >= nearly) & (votes >= NEARLY_ALL_FROM), nearly, votes // 2 + 1)
    return np.where(is_said, side, -1), np.where(is_said, least, 0)


def as_read(counts: np.ndarray, votes: np.ndarray, sides: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Counts (…, statements, 3) as a reader of the result would guess them: shown ones as they are, a word as the
    middle of what it may mean, the rest in equal parts. votes, words: (statements,); sides: (statements, 3)."""
    all_votes = np.where(votes, counts.sum(axis=-1), 0)
    side, least = spoken(counts)
    is_said = words & votes & (side >= 0) & ~sides.any(axis=-1)
    is_it = is_said[..., None] & (np.arange(3) == side[..., None])
    known = np.where(sides & votes[:, None], counts, np.where(is_it, ((least + all_votes) / 2)[..., None], 0.0))
    is_known = is_it | np.broadcast_to(sides & votes[:, None], counts.shape)
    rest = all_votes - known.sum(axis=-1)
    return np.where(is_known, known, (rest / np.maximum(3 - is_known.sum(axis=-1), 1))[..., None])


def bundles(places: np.ndarray, smallest: int) -> list[tuple[float, float, int]]:
    """Mean place and number of people of parts with at least `smallest` people each, cut at the median across the
    wider side; x and y with one decimal. Nothing for fewer people than that."""
    if len(places) < smallest:
        return []
    parts, done = [places], []
    while parts:
        part = parts.pop()
        axis = int(np.ptp(part, axis=0).argmax())
        is_low = part[:, axis] < np.median(part[:, axis])
        if min(is_low.sum(), (~is_low).sum()) >= smallest:
            parts += [part[~is_low], part[is_low]]
        else:
            x, y = np.round(part.mean(axis=0), 1) + 0.0
            done.append((float(x), float(y), len(part)))
    return sorted(done)
