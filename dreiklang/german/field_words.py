"""The word list of the field, which people edit: what words are made of, and which mean the same."""

import tomllib
from pathlib import Path
from typing import NamedTuple

LIST = Path(__file__).with_suffix(".toml")


class FieldWords(NamedTuple):
    parts: dict[str, tuple[str, ...]] = {}  # a lemma, and what it is made of; itself alone when it is never taken apart
    pieces: tuple[str, ...] = ()  # words that begin and end compounds, and are too short or too new to be known for it
    same: tuple[tuple[str, ...], ...] = ()  # groups of words, or of several words, that mean the same


def read_field_words(path: Path = LIST) -> FieldWords:
    """Raises tomllib.TOMLDecodeError, which names the line."""
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    parts = {word.lower(): tuple(made_of.lower().split()) for word, made_of in listed.get("parts", {}).items()}
    parts |= {word.lower(): (word.lower(),) for word in listed.get("whole", ())}
    pieces = tuple(word.lower() for word in listed.get("pieces", ()))
    return FieldWords(parts, pieces, tuple(tuple(group) for group in listed.get("same", [])))
