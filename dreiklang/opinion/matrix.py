"""Votes as a sparse matrix: a row a participant, a column a statement that somebody answered.

A pass is a vote: it is stored as an explicit 0, and what is not stored was never answered. The matrix is never filled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from dreiklang.opinion.results import Id
from dreiklang.opinion.sentences import Unusable

ANSWER = np.array([2, 0, 1])  # for a vote of 0, 1, -1: its place in agree, disagree, pass


@dataclass(frozen=True, slots=True)
class Statement:
    """is_out: taken out by moderation, counts for nobody's place. is_meta: asks about the people, not the matter; it
    counts for nobody's place either, and is asked with a fixed high priority."""

    id: Id
    text: str = ""
    is_out: bool = False
    is_meta: bool = False


@dataclass(frozen=True, slots=True)
class Votes:
    """Three sequences of one length, for many votes at once: participant, statement, value (1 agree, -1 disagree,
    0 pass)."""

    participants: Sequence
    statements: Sequence
    values: Sequence


@dataclass(frozen=True)
class Matrix:
    """participants, statements: ids in rising order. rows, columns, values: one entry a vote, sorted by row, column.
    is_out: for each column, whether it counts for nobody's place; meta: for each column."""

    participants: np.ndarray
    statements: tuple[Statement, ...]
    rows: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    is_out: np.ndarray
    is_meta: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.participants), len(self.statements)

    @cached_property
    def votes_of_participants(self) -> np.ndarray:
        return np.bincount(self.rows, minlength=self.shape[0])

    @cached_property
    def placed_votes_of_participants(self) -> np.ndarray:
        """As Polis counts them for the scale of the map: a statement taken out is as if everybody had passed."""
        stays = ~self.is_out[self.columns]
        return np.bincount(self.rows[stays], minlength=self.shape[0]) + int(self.is_out.sum())

    @cached_property
    def centre(self) -> np.ndarray:
        """Mean answer to each statement over all who answered it; 0 for those taken out."""
        number = self.shape[1]
        sums = np.bincount(self.columns, weights=self.values, minlength=number)
        mean = sums / np.maximum(np.bincount(self.columns, minlength=number), 1)
        return np.where(self.is_out, 0.0, mean)

    @cached_property
    def deviations(self) -> csr_array:
        """The filled and centred matrix. Filling the gaps of a column with its mean and then taking that mean away
        leaves 0 in every gap: it is sparse as it stands, and exact without any correction."""
        data = np.where(self.is_out[self.columns], 0.0, self.values - self.centre[self.columns])
        starts = np.concatenate([[0], np.cumsum(self.votes_of_participants)])
        return csr_array((data, self.columns, starts), shape=self.shape)

    def counts(self, labels: np.ndarray, number: int) -> np.ndarray:
        """Agree, disagree, pass for each label 0…number-1 and statement: shape (number, statements, 3)."""
        cell = (labels[self.rows] * self.shape[1] + self.columns) * 3 + ANSWER[self.values]
        flat = np.bincount(cell, minlength=number * self.shape[1] * 3)
        return flat.reshape(number, self.shape[1], 3)

    def of_rows(self, chosen: np.ndarray) -> "Matrix":
        """The same statements, answered by the chosen rows only (rising)."""
        new = np.full(self.shape[0], -1)
        new[chosen] = np.arange(len(chosen))
        kept = new[self.rows] >= 0
        return Matrix(
            self.participants[chosen], self.statements, new[self.rows[kept]], self.columns[kept], self.values[kept],
            self.is_out, self.is_meta,
        )  # fmt: skip


def matrix_of(votes: Votes | Iterable[tuple[Id, Id, int]], statements: Iterable[Statement]) -> Matrix:
    """Columns are the statements with at least one vote. Raises Unusable for votes on unknown statements, values other
    than 1, -1 and 0, two different votes of one participant on one statement, and ids that cannot be put in order."""
    known = _in_order(statements)
    if not isinstance(votes, Votes):
        votes = _apart(votes)
    participants, values = _ids(votes.participants, "Teilnehmenden"), _values(votes.values)
    asked = _ids(votes.statements, "Aussagen")
    if not len(participants) == len(asked) == len(values):
        raise Unusable("Teilnehmende, Aussagen und Stimmen sind verschieden viele.")
    names, rows = _numbered(participants)
    found, columns = _numbered(asked)
    unknown = [name for name in found.tolist() if name not in known]
    if unknown:
        raise Unusable(f"Für die Aussage {unknown[0]} gibt es Stimmen, aber keinen Text.")
    # Sorting the whole vote as one number is several times quicker than sorting places of votes.
    vote = np.sort((rows * max(len(found), 1) + columns) * 4 + values + 1)
    cell = vote >> 2
    is_new = np.ones(len(vote), dtype=bool)
    is_new[1:] = cell[1:] != cell[:-1]
    if (is_other := ~is_new & (np.diff(vote, prepend=vote[:1]) != 0)).any():
        row, column = divmod(int(cell[is_other][0]), len(found))
        raise Unusable(f"Zur Aussage {found[column]} gibt es von {names[row]} zwei verschiedene Stimmen.")
    cell, values = cell[is_new], ((vote[is_new] & 3) - 1).astype(np.int8)
    rows, columns = np.divmod(cell, max(len(found), 1))
    kept = tuple(known[name] for name in found.tolist())
    is_meta = np.array([each.is_meta for each in kept], dtype=bool)
    is_out = np.array([each.is_out for each in kept], dtype=bool) | is_meta
    return Matrix(names, kept, rows, columns, values, is_out, is_meta)


def _numbered(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different ids in rising order, and for each given one its place among them."""
    if ids.dtype.kind == "U" or not len(ids) or (span := int(ids.max()) - int(ids.min()) + 1) > 8 * len(ids):
        return np.unique(ids, return_inverse=True)
    first = ids.min()
    is_there = np.zeros(span, dtype=bool)
    is_there[ids - first] = True
    place = np.cumsum(is_there) - 1
    return np.flatnonzero(is_there) + first, place[ids - first]


def _in_order(statements: Iterable[Statement]) -> dict[Id, Statement]:
    known: dict[Id, Statement] = {}
    for each in statements:
        if each.id in known:
            raise Unusable(f"Die Aussage {each.id} kommt zweimal vor.")
        known[each.id] = each
    _ids(list(known), "Aussagen")
    return known


def _apart(votes: Iterable[tuple[Id, Id, int]]) -> Votes:
    rows = list(votes)
    if any(not isinstance(row, tuple | list) or len(row) != 3 for row in rows):
        raise Unusable("Eine Stimme besteht aus drei Angaben: wer, zu welcher Aussage, wie.")
    return Votes(*([row[place] for row in rows] for place in range(3)))


def _ids(given: Sequence, what: str) -> np.ndarray:
    if not len(given):
        return np.array([], dtype=np.int64)
    # Numbers and words in one list would become words without a word.
    kinds = {given.dtype.kind} if isinstance(given, np.ndarray) else {_kind(each) for each in given}
    if kinds not in ({"i"}, {"u"}, {"U"}):
        raise Unusable(f"Die Kennungen der {what} müssen entweder alle ganze Zahlen oder alle Wörter sein.")
    try:
        return np.asarray(given, dtype=np.int64 if kinds == {"i"} else None)
    except OverflowError:
        raise Unusable(f"Eine Kennung der {what} ist zu groß.")


def _kind(value) -> str:
    if isinstance(value, bool | np.bool_):
        return "b"
    if isinstance(value, int | np.integer):
        return "i"
    return "U" if isinstance(value, str) else "O"


def _values(given: Sequence) -> np.ndarray:
    if not len(given):
        return np.array([], dtype=np.int8)
    try:
        values = np.asarray(given)
        is_vote = (values == 1) | (values == -1) | (values == 0)
        if values.ndim != 1 or values.dtype.kind not in "iuf" or not is_vote.all():
            raise ValueError
    except (ValueError, TypeError, OverflowError):
        raise Unusable("Eine Stimme ist 1 (stimme zu), -1 (stimme nicht zu) oder 0 (weiter), nichts anderes.")
    return values.astype(np.int8)
