"""Words that somebody may have meant."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dreiklang.german.spelling import spelt_out

MOST = 8


def near(typed: str, words: Iterable[str]) -> list[tuple[str, int]]:
    """Those of the words that differ by one letter, or two of a long word, with how many; the nearest first. Letters
    that changed places are one; of short words none may differ."""
    furthest = 0 if len(typed) < 5 else 1 if len(typed) < 9 else 2
    if not furthest:
        return []
    choices = {word: spelt_out(word) for word in words if abs(len(word) - len(typed)) <= furthest + 1}
    found = process.extract(spelt_out(typed), choices, scorer=OSA.distance, score_cutoff=furthest, limit=MOST)
    return [(word, distance) for _spelt, distance, word in found]
