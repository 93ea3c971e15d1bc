"""Words for tests, with the dictionary that bin/setup made."""

from functools import cache
from pathlib import Path

from dreiklang.german.field_words import read_field_words
from dreiklang.german.words import ALL_STEPS, Steps, Words

ROOT = Path(__file__).resolve().parents[3]
DICTIONARY = ROOT / "build/german/words"


@cache
def german(steps: Steps = ALL_STEPS) -> Words:
    return Words(DICTIONARY, read_field_words(), steps=steps)


def with_list(folder: Path, toml: str) -> Words:
    """Words with a word list of their own."""
    path = folder / "list.toml"
    path.write_text(toml, encoding="utf-8")
    return Words(DICTIONARY, read_field_words(path), remember=100)


def finds(asked: str, written: str, words: Words | None = None) -> bool:
    """Whether who asks for the one word finds a text with the other."""
    words = words or german()
    terms = words.index(written)
    stored = {*terms.whole, *terms.parts}
    return any(stored.issuperset(alternative) for alternative in words.query(asked))
