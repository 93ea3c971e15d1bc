"""How one statement was answered, told so that neither a number nor the difference of two states rests on fewer than
five people. Pure: no database.

The adversary takes part herself and keeps every state that was ever shown. So a row is compared with all earlier rows
of its statement: whatever can be told from both by adding and taking away must concern nobody or at least five. Where
even the coarsest row would tell more, the old one stays.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import product

FEWEST = 5
AGREE, PASS, DISAGREE = 1, 0, -1
_ATOMS = (AGREE, DISAGREE, PASS)
NEARLY_ALL, MOST = 0.8, 0.5
_SAID_FROM = 11  # of fewer, a word would leave too few counts to guess
_COUNTED = 4
_NAMES = {AGREE: "agree", DISAGREE: "disagree", PASS: "passed"}

Answers = Mapping[Hashable, int]  # voter -> value, of one statement
Union = frozenset[int]  # some of the three values, told as one number


@dataclass(frozen=True)
class Row:
    """What is told. votes: all who answered; a value that is not told is None; leaning: "nearly all" or "most" chose
    `by`, said instead of numbers."""

    votes: int
    agree: int | None = None
    disagree: int | None = None
    passed: int | None = None
    leaning: str | None = None
    by: int | None = None
    told: frozenset[Union] = field(default=frozenset(), compare=False)  # what can be worked out from it

    def shown(self) -> dict:
        return {name: value for name, value in asdict(self).items() if name != "told"}


def row_of(answers: Answers, earlier: Iterable[tuple[Answers, Row]] = (), fewest: int = FEWEST) -> Row | None:
    """The finest row that may be shown after the earlier ones, or None. A row equal to the last is given again only
    where nobody or at least `fewest` answered since."""
    earlier = list(earlier)
    for row in _finest_first(answers, fewest):
        if all(_tells_nothing_of_few(answers, row, was, old, fewest) for was, old in earlier):
            return row
    return None


def _finest_first(answers: Answers, fewest: int) -> Iterable[Row]:
    """Whoever knows these rules also learns from what is missing; of every number that is not told at least three
    values remain possible. So below four times `fewest` only words are said."""
    size = {value: sum(1 for answer in answers.values() if answer == value) for value in _ATOMS}
    votes, leader = len(answers), max(_ATOMS, key=lambda value: size[value])
    if votes < fewest:
        return
    if votes < _COUNTED * fewest:
        yield _in_words(votes, leader, _word(size[leader], votes))
        return
    if all(number >= fewest for number in size.values()):
        every = {frozenset(union) for union in _unions(_ATOMS)}
        yield Row(votes, size[AGREE], size[DISAGREE], size[PASS], told=frozenset(every))
    for value in sorted(_ATOMS, key=lambda value: (value == PASS, -size[value])):
        rest = votes - size[value]
        # where both sides are too few to be told, a sum of six to eight leaves too little to guess
        if size[value] >= fewest and rest >= fewest and (value != PASS or rest not in _too_telling(fewest)):
            told = frozenset({frozenset({value}), frozenset(_ATOMS) - {value}, frozenset(_ATOMS)})
            yield Row(votes, **{_NAMES[value]: size[value]}, told=told)
    yield _in_words(votes, leader, "nearly all" if votes - size[leader] < fewest else None)


def _too_telling(fewest: int) -> range:
    return range(2 * fewest - 4, 2 * fewest - 1)


def _word(number: int, votes: int) -> str | None:
    if votes < _SAID_FROM:
        return None
    if number >= NEARLY_ALL * votes:
        return "nearly all"
    return "most" if number > MOST * votes else None


def _in_words(votes: int, leader: int, word: str | None) -> Row:
    return Row(votes, leaning=word, by=leader if word else None, told=frozenset({frozenset(_ATOMS)}))


def _unions(values) -> Iterable[set[int]]:
    for chosen in product((False, True), repeat=len(values)):
        if any(chosen):
            yield {value for value, is_in in zip(values, chosen, strict=True) if is_in}


def _tells_nothing_of_few(answers: Answers, row: Row, was: Answers, old: Row, fewest: int) -> bool:
    changed = sum(1 for voter in answers.keys() | was.keys() if answers.get(voter) != was.get(voter))
    if changed == 0:
        return row.told == old.told
    if changed < fewest:
        return False
    for new_union, old_union in product(row.told, old.told):
        if not (new_union <= old_union or old_union <= new_union):
            continue
        now = {voter for voter, value in answers.items() if value in new_union}
        then = {voter for voter, value in was.items() if value in old_union}
        if 0 < len(now ^ then) < fewest:
            return False
    return True
