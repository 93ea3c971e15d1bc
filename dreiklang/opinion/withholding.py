"""What leaves the function when nothing may rest on fewer than `smallest` people.

The reader to be feared took part herself, knows these rules, and can add and subtract. So a count is shown only if it
and everything that follows from it by subtraction, within a statement (agree, disagree, pass, all) and across its
groups (those outside all groups included), is 0 or at least `smallest`, and if not all answered alike. For each
statement the first of these steps that holds for every group is taken:

1. agree, disagree and pass;
2. agree alone, the others only as their sum; or disagree alone;
3. how many voted, and in words ("nearly all", "most") what each group answered, each group's word from its own votes
   alone; for all together the word that all groups share.

Where fewer than `smallest` of a group voted on a statement, nothing is shown of its groups, and of all together what
would be shown if there were no groups. Steps 1 and 2 need four times `smallest` votes on the statement: with fewer, who
knows the rules could tell from what is missing how many there were. Whoever stands outside all groups is left out of a
statement's total where fewer than `smallest` of them voted on it. Lists ("typical", "consensus") are made from what is
shown, with the middle of what a word may mean, so that they tell nothing more. Real numbers made of counts (shares,
tests, priorities) follow their counts; places and components are rounded.

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


@dataclass(frozen=True)
class Shown:
    """total: (statements, 3), of whom the numbers speak. The rest, True where shown: votes of all (statements,), of
    groups (statements,); agree, disagree, pass of all and of groups (statements, 3); is_whole (statements,):
    everything, and of everybody who voted. side, is_nearly (statements,): the word about all together, side -1 if there
    is none."""

    total: np.ndarray
    votes: np.ndarray
    group_votes: np.ndarray
    sides: np.ndarray
    group_sides: np.ndarray
    is_whole: np.ndarray
    side: np.ndarray
    is_nearly: np.ndarray


def shown(groups: np.ndarray, outside: np.ndarray, smallest: int) -> Shown:
    """groups: (groups, statements, 3); outside: (statements, 3), all others who voted."""
    number = outside.shape[0]
    if smallest <= 1:
        yes, each = np.ones(number, dtype=bool), np.ones((number, 3), dtype=bool)
        total = groups.sum(axis=0) + outside
        return Shown(total, yes, yes, each, each, yes, *spoken(total))
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
    sides = np.where(group_votes[:, None], group_sides, alone)
    whole = sides.all(axis=1) & ~are_few & (group_sides.all(axis=1) if len(groups) else True)
    side, is_nearly = spoken(total)
    in_words = group_votes & ~group_sides.any(axis=1)
    if in_words.any():
        shared, are_nearly = _shared_word(groups)
        side, is_nearly = np.where(in_words, shared, side), np.where(in_words, are_nearly, is_nearly)
    is_said = votes & (side >= 0) & speaks(side, sides)
    return Shown(total, votes, group_votes, sides, group_sides, whole, np.where(is_said, side, -1), is_nearly)


def _shared_word(groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    side, is_nearly = spoken(groups)
    is_empty = groups.sum(axis=2) == 0
    of_all = np.where(is_empty, -1, side).max(axis=0)
    return np.where((is_empty | (side == of_all)).all(axis=0), of_all, -1), (is_empty | is_nearly).all(axis=0)


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


def spoken(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For counts (…, 3): the side that more than half chose, -1 if there is none or too few voted; and whether it is
    nearly all of them."""
    votes, side, most = counts.sum(axis=-1), counts.argmax(axis=-1), counts.max(axis=-1)
    is_said = (2 * most > votes) & (votes >= WORDS_FROM)
    return np.where(is_said, side, -1), is_said & (most >= _nearly(votes)) & (votes >= NEARLY_ALL_FROM)


def _nearly(votes: np.ndarray) -> np.ndarray:
    return np.ceil(NEARLY_ALL * votes - 1e-9).astype(np.int64)


def speaks(side: np.ndarray, sides: np.ndarray) -> np.ndarray:
    """Whether the word may be said beside the numbers: where some are shown and some are not, of a shown one only."""
    is_shown = np.take_along_axis(sides, np.maximum(side, 0)[..., None], axis=-1)[..., 0]
    return ~sides.any(axis=-1) | is_shown


def as_read(counts: np.ndarray, votes: np.ndarray, sides: np.ndarray) -> np.ndarray:
    """Counts (…, statements, 3) as a reader of the result would guess them: shown ones as they are, a word as the
    middle of what it may mean, the rest in equal parts. votes: (statements,); sides: (statements, 3)."""
    all_votes = np.where(votes, counts.sum(axis=-1), 0)
    side, is_nearly = spoken(counts)
    top = np.where(is_nearly | (all_votes < NEARLY_ALL_FROM), all_votes, _nearly(all_votes) - 1)
    middle = (np.where(is_nearly, _nearly(all_votes), all_votes // 2 + 1) + top) / 2
    is_said = votes & (side >= 0) & ~sides.any(axis=-1)
    is_shown = np.broadcast_to(sides & votes[:, None], counts.shape)
    is_known = is_shown | (is_said[..., None] & (np.arange(3) == side[..., None]))
    known = np.where(is_shown, counts, np.where(is_known, middle[..., None], 0.0))
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
