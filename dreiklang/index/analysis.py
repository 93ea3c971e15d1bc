"""German for the index: one dictionary a process, and the terms of whole texts."""

from functools import cache
from typing import NamedTuple

from django.conf import settings

from dreiklang.german.field_words import read_field_words
from dreiklang.german.tokens import EMPTY, words_of
from dreiklang.german.words import Words


@cache
def german() -> Words:
    return Words(settings.GERMAN_WORDS, read_field_words())


class Analysed(NamedTuple):
    """A text as three lines of terms, blank between them."""

    whole: str  # lemmas
    parts: str  # parts of compounds, and relatives
    forms: str  # the words as they stand, for phrases and beginnings


def analyse(text: str, words: Words | None = None) -> Analysed:
    words = words or german()
    whole, parts, forms = [], [], []
    for word in words_of(text):
        form = word.lower()
        forms.append(form)
        if form in EMPTY:
            continue
        terms = words.index(word)
        whole += terms.whole
        parts += terms.parts
    return Analysed(" ".join(whole), " ".join(parts), " ".join(forms))
