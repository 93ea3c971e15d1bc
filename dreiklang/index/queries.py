"""What somebody typed: words, "phrases", and -words that must not be there."""

import re
from dataclasses import dataclass, field

from dreiklang.german.tokens import EMPTY, words_of
from dreiklang.german.words import Equals
from dreiklang.index.analysis import german
from dreiklang.index.models import EqualWords

MOST_WORDS = 12  # what is typed beyond says nothing that these do not say
MOST_LETTERS = 300
_PIECE = re.compile(r"""(?P<minus>(?<!\S)-)?(?:["„“”»](?P<phrase>[^"„“”«»]*)["“”«]?|(?P<word>[^\s"„“”«»]+))""")

Alternatives = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Word:
    typed: str
    alternatives: Alternatives  # one of them must be there, and of it every term

    @property
    def terms(self) -> set[str]:
        return {term for alternative in self.alternatives for term in alternative}


@dataclass
class Query:
    words: list[Word] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    without: list[Word] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.phrases


def parse(typed: str, equals: Equals | None = None) -> Query:
    """Never fails: what makes no sense as a query is a query without words. `equals`: see `equal_words`."""
    query = Query()
    for piece in _PIECE.finditer(typed.replace("\0", " ")[:MOST_LETTERS]):
        words = words_of(piece["phrase"] if piece["phrase"] is not None else piece["word"])
        if piece["minus"]:
            query.without += [understood(word, equals) for word in words]
        elif piece["phrase"] is not None and len(words) > 1:
            query.phrases.append(" ".join(word.lower() for word in words))
            query.words += [understood(word, equals) for word in words if word.lower() not in EMPTY]
        else:
            query.words += [understood(word, equals) for word in words]
    telling = [word for word in query.words if word.typed.lower() not in EMPTY]
    query.words = (telling or query.words)[:MOST_WORDS]
    return query


def understood(word: str, equals: Equals | None = None) -> Word:
    alternatives = german().query(word)
    more = [other for way in alternatives if len(way) == 1 for other in (equals or {}).get(way[0], ())]
    return Word(word, tuple(dict.fromkeys((*alternatives, *more))))


def equal_words() -> Equals:
    """What the team says to mean the same. One look-up."""
    return german().equals(words.split(",") for words in EqualWords.objects.values_list("words", flat=True))
