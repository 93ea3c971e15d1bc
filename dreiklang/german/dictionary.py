"""The compiled dictionary: word forms and their lemmas, mapped from a file and not copied into memory."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import marisa_trie

from dreiklang.german.spelling import with_marks

NOUN, VERB, OTHER = "n", "v", "o"
FOLDED, RULE = "~", "="  # what a key begins with that is no form as written: a form without umlauts, a rule


class Reading(NamedTuple):
    """One way to understand a form: 'stelle' is the noun 'stelle' or the verb 'stellen'."""

    lemma: str  # in small letters, with its umlauts
    kind: str  # NOUN, VERB, OTHER
    split: int  # of a lemma that is a compound: where its last part begins; 0 for none
    as_first: int  # in how many compounds the dictionary has it as first part, as a power of two
    as_head: int  # and as last part


class Dictionary:
    """Asks the file made by `compiling.compile_dictionary`. Raises FileNotFoundError where there is none."""

    RECORD = "<HBB"

    def __init__(self, path: Path, remember: int):
        if not path.exists():
            raise FileNotFoundError(path)
        self._records = marisa_trie.RecordTrie(self.RECORD)
        self._records.mmap(str(path))
        self._rules = self._read_rules()
        self.readings = lru_cache(maxsize=remember)(self._readings)

    def _read_rules(self) -> list[tuple[int, str, str]]:
        rules = {}
        for key, (number, *_) in self._records.items(RULE):
            cut, ending, kind = key.removeprefix(RULE).split(" ")
            rules[number] = (int(cut), ending, kind)
        return [rules[number] for number in range(len(rules))]

    def _readings(self, form: str) -> tuple[Reading, ...]:
        """How a form in small letters can be understood; () for an unknown one."""
        records = self._records.get(form) if form.isprintable() else None  # it chokes on NUL and on half characters
        return tuple(self._reading(form, record) for record in records or ())

    def _reading(self, form: str, record: tuple[int, int, int]) -> Reading:
        number, split, weights = record
        cut, ending, kind = self._rules[number]
        return Reading(form[: len(form) - cut] + ending, kind, split, weights >> 4, weights & 15)

    def lemma(self, form: str, kind: str) -> Reading | None:
        """The reading of a lemma itself, with its weights; None where it is no lemma of this kind."""
        return next((each for each in self.readings(form) if each.kind == kind and each.lemma == form), None)

    def is_noun(self, lemma: str) -> bool:
        return self._is_lemma(lemma, NOUN)

    def is_verb(self, lemma: str) -> bool:
        return self._is_lemma(lemma, VERB)

    def is_other(self, lemma: str) -> bool:
        return self._is_lemma(lemma, OTHER)

    def _is_lemma(self, lemma: str, kind: str) -> bool:
        return self.lemma(lemma, kind) is not None

    def written(self, plain: str) -> str | None:
        """The form with umlauts that was typed without: 'unterkunfte' was meant to be 'unterkünfte'."""
        records = self._records.get(FOLDED + plain) if plain.isprintable() else None
        return with_marks(plain, records[0][0]) if records else None
