"""Where in a text the words of a question stand."""

from bisect import bisect
from itertools import accumulate, islice
from typing import NamedTuple

from dreiklang.german.tokens import words_in
from dreiklang.index.analysis import german
from dreiklang.index.models import PASSAGE

Ways = list[frozenset[str]]
MOST_WORDS = 2500  # further into a text nobody reads for a snippet
MOST_OF_PASSAGES = 10_000  # words that are looked at for the passage: under ten milliseconds


class Piece(NamedTuple):
    text: str
    is_found: bool


def marked(text: str, ways: Ways) -> list[Piece]:
    """The whole text in pieces. Found are words that have all terms of one of the ways; where there are none, those
    that have some: of 'Sprachkurs' then 'Kurs' and 'Sprache'."""
    return _pieces(text, _found(text, ways), 0, len(text))


def passage(text: str, ways: Ways) -> tuple[int | None, str]:
    """Of a text's passages the one that has most of the words, by its number from 0; None and all of it where there is
    one alone, or none has any."""
    passages = text.split(PASSAGE)
    if len(passages) == 1:
        return None, text
    ends = [*accumulate(len(each) + len(PASSAGE) for each in passages)]
    has = [set() for _each in passages]
    for start, _end, terms in _found(text, ways, MOST_OF_PASSAGES):
        has[bisect(ends, start)] |= terms
    number = max(range(len(passages)), key=lambda number: len(has[number]))
    return (number, passages[number]) if has[number] else (None, text)


def snippet(text: str, ways: Ways, length: int = 240) -> list[Piece]:
    """About so many letters of the text around as many different words of the question as lie near each other; its
    beginning when there are none."""
    text = " ".join(text.split())
    found = _found(text, ways)
    start = _best_start(found, length)
    if start:
        start = text.rfind(" ", 0, max(0, start - 60)) + 1
    end = min(len(text), start + length)
    if end < len(text):
        end = text.rfind(" ", start, end) if text.rfind(" ", start, end) > start else end
    pieces = _pieces(text, found, start, end)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return [piece for piece in [Piece(before, False), *pieces, Piece(after, False)] if piece.text]


def _found(text: str, ways: Ways, most: int = MOST_WORDS) -> list[tuple[int, int, frozenset[str]]]:
    """Start, end and terms of each word that is meant."""
    terms = frozenset().union(*ways)
    whole, some = [], []
    for match in islice(words_in(text), most):
        has = german().index(match.group())
        if common := terms & {*has.whole, *has.parts}:
            some.append((match.start(), match.end(), common))
            if any(way <= common for way in ways):
                whole.append(some[-1])
    return whole or some


def _best_start(found: list[tuple[int, int, frozenset[str]]], length: int) -> int:
    best, most = 0, 0
    for number, (start, _end, _terms) in enumerate(found):
        seen = set()
        for other, _other_end, terms in found[number:]:
            if other > start + length - 80:
                break
            seen |= terms
        if len(seen) > most:
            best, most = start, len(seen)
    return best


def _pieces(text: str, found, start: int, end: int) -> list[Piece]:
    pieces, at = [], start
    for begins, ends, _terms in found:
        if begins >= at and ends <= end:
            pieces += [Piece(text[at:begins], False), Piece(text[begins:ends], True)]
            at = ends
    return [piece for piece in [*pieces, Piece(text[at:end], False)] if piece.text]
