"""What others search with, for comparison: stems of Snowball ranked by bm25, with our weights and our fall-back."""

import sqlite3
from collections.abc import Iterable
from functools import cache

from snowballstemmer import stemmer

from dreiklang.german.tokens import EMPTY, words_of
from dreiklang.index.asking import ENOUGH, WEIGHTS
from dreiklang.index.models import Row

TITLE, TEXT, FIRST = WEIGHTS[0], WEIGHTS[4], 10
_STEMMER = stemmer("german")


@cache
def stem(word: str) -> str:
    return _STEMMER.stemWord(word)


def stems(text: str) -> list[str]:
    return [stem(word.lower()) for word in words_of(text) if word.lower() not in EMPTY]


class Snowball:
    def __init__(self, rows: Iterable[Row]):
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute(
            'CREATE VIRTUAL TABLE words USING fts5(id UNINDEXED, title, text, tokenize="unicode61 remove_diacritics 0")'
        )
        self.connection.executemany(
            "INSERT INTO words VALUES (?, ?, ?)",
            ((row.object_id, " ".join(stems(row.title)), " ".join(stems(row.text))) for row in rows),
        )

    def found(self, query: str) -> list[str]:
        """Ids of the first hits: those with all words; where they are few, those with some of them follow."""
        asked = [f'"{each}"' for each in dict.fromkeys(stems(query))]
        if not asked:
            return []
        ids = self._matching(" AND ".join(asked))
        if len(ids) < ENOUGH:
            ids += [each for each in self._matching(" OR ".join(asked), FIRST + len(ids)) if each not in ids]
        return ids[:FIRST]

    def _matching(self, expression: str, most: int = FIRST) -> list[str]:
        rows = self.connection.execute(
            "SELECT id FROM words WHERE words MATCH ? ORDER BY bm25(words, 0, ?, ?), id LIMIT ?",
            (expression, TITLE, TEXT, most),
        )
        return [row[0] for row in rows]
