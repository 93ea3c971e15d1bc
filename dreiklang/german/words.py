"""What is stored for a word, and what is asked for it."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from dreiklang.german.compounds import Compounds, Part
from dreiklang.german.dictionary import NOUN, Dictionary
from dreiklang.german.field_words import FieldWords
from dreiklang.german.relatives import relatives_of
from dreiklang.german.spelling import drawn_together, spelt_out, without_umlauts
from dreiklang.german.tokens import plain_form, words_of

STEM = "~"  # begins the term of an unknown word's stem, so that it never meets a lemma


class Steps(NamedTuple):
    """The steps of the analysis; to measure what each is worth, it can be left out."""

    lemmas: bool = True
    spelling: bool = True
    gender: bool = True
    relatives: bool = True
    compounds: bool = True
    field_words: bool = True


ALL_STEPS = Steps()
Equals = dict[str, list[tuple[str, ...]]]


class Terms(NamedTuple):
    whole: tuple[str, ...]  # of the word itself
    parts: tuple[str, ...]  # of what it is made of, and of what these and it are derived from


class Words:
    """Knows German. The answers to the last `remember` words are kept: some 2 kB each, all in all."""

    def __init__(
        self,
        dictionary: Path,
        field_words: FieldWords | None = None,
        *,
        steps: Steps = ALL_STEPS,
        remember: int = 3000,
    ):
        self.steps = steps
        self.dictionary = Dictionary(dictionary, 2 * remember)
        self.index = lru_cache(maxsize=remember)(self._index)
        self.query = lru_cache(maxsize=remember // 4)(self._query)
        field_words = field_words if field_words and self.steps.field_words else FieldWords()
        self.compounds = Compounds(self.dictionary, field_words, remember)
        self._same = self.equals(field_words.same)

    def _index(self, word: str) -> Terms:
        """The terms stored for a word as it stands in a text."""
        whole, parts = [], []
        for form in self._forms(word):
            known = self._written(form.lower())
            lemmas = self._lemmas(form, known, is_asked=False)
            (parts if whole else whole).extend(lemmas)
            sections = self._sections(known) or (self._sections(lemmas[0]) if len(lemmas) == 1 else [])
            for lemma in lemmas:
                if lemma == without_umlauts(known) != known:
                    continue  # of an unknown word, as it may be typed: an Anträger is no Antrager
                for relative in self._relatives(lemma):
                    parts += [relative, *(() if sections else self._sections(relative))]
            parts += sections
        whole = _spelt(whole)
        return Terms(whole, tuple(term for term in _spelt(parts) if term not in whole))

    def _query(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Alternatives, each of terms that must all be there; the word itself comes first."""
        forms = self._forms(word)
        known = self._written(forms[0].lower())
        lemmas = self._lemmas(forms[0], known, is_asked=True)
        alternatives = [(lemma,) for lemma in lemmas]
        relatives = [relative for lemma in lemmas for relative in self._relatives(lemma, is_asked=True)]
        alternatives += [(relative,) for relative in relatives]
        parts = [part.lemma for part in self._parts(known)]
        if len(forms) > 1:  # with a hyphen: each piece, as it is asked
            parts = [self.query(piece)[0][0] for piece in forms[1:]]
        if parts:
            alternatives.append(tuple(parts))
        alternatives += [other for lemma in _spelt(lemmas + relatives) for other in self._same.get(lemma, ())]
        return tuple(dict.fromkeys(_spelt(alternative) for alternative in alternatives))

    def _forms(self, word: str) -> list[str]:
        """The word as the dictionary writes it; with a hyphen as one word, and then its pieces."""
        word = plain_form(word) if self.steps.gender else word
        pieces = [piece for piece in word.split("-") if piece]
        if len(pieces) < 2:
            return pieces or [word]
        return [pieces[0] + "".join(piece.lower() for piece in pieces[1:]), *pieces]

    def _written(self, word: str) -> str:
        """The word with its umlauts, where it was typed without and the dictionary knows it only with them.

        A word of many parts may be one by mistake: 'auslanderbehorde' is no Ausland, Erbe and Horde.
        """
        if not self.steps.spelling or self.dictionary.readings(word):
            return word
        parts = len(self._parts(word))
        if parts == 2:
            return word
        for marked in self._marked(word):
            if self.dictionary.readings(marked) or 1 < len(self._parts(marked)) < (parts or 99):
                return marked
        return word

    def _marked(self, word: str) -> Iterator[str]:
        drawn = drawn_together(word)
        if drawn != word:
            yield drawn
        if written := self.dictionary.written(word):
            yield written
        for base in dict.fromkeys([word, drawn]):  # 'fluechtlingsunterkunfte' is written in both ways
            for at in range(3, len(base) - 2):
                first, head = (self.dictionary.written(part) for part in (base[:at], base[at:]))
                if first or head:
                    yield (first or base[:at]) + (head or base[at:])
                    yield base[:at] + (head or base[at:])

    def _lemmas(self, form: str, word: str, *, is_asked: bool) -> list[str]:
        """What the form can be a form of. In a text a capital tells the noun; who asks may not care for capitals."""
        if not self.steps.lemmas:
            return [word]
        readings = self.dictionary.readings(word)
        nouns = [reading.lemma for reading in readings if reading.kind == NOUN]
        others = [reading.lemma for reading in readings if reading.kind != NOUN]
        if form[:1].isupper():
            found = nouns or others
        else:
            found = nouns + others if is_asked else others or nouns
        is_lemma = word in nouns  # Masse is not Maße; but Strasse, a form of Strass, is Straße
        if "ss" in word and not is_lemma and self.steps.spelling and (sharp := self.dictionary.written(word)):
            found = found + self._lemmas(form.replace("ss", "ß"), sharp, is_asked=is_asked)
        if found:
            return list(dict.fromkeys(found))
        if parts := self._parts(word):
            return [_joined(parts)]
        if self.steps.compounds and (noun := self.compounds.compound_in(word)):
            return [noun]
        if word.endswith("innen"):
            word = word.removesuffix("nen")
        for ending in ("es", "er", "em", "en", "e"):
            if word.endswith(ending) and self.dictionary.is_other(word.removesuffix(ending)):
                return [word.removesuffix(ending)]
        return self._unknown(word)

    def _unknown(self, word: str) -> list[str]:
        if any(letter.isdigit() for letter in word):
            return [word]
        return list(dict.fromkeys([word, without_umlauts(word), STEM + _without_ending(word)]))

    def _parts(self, word: str) -> tuple[Part, ...]:
        return self.compounds.parts(word) if self.steps.compounds else ()

    def _sections(self, word: str) -> list[str]:
        """Every part of a compound and every row of parts but all of them, with what they are derived from."""
        parts = self._parts(word)
        sections = []
        for first in range(len(parts)):
            for last in range(first + 1, len(parts) + 1):
                if last - first < len(parts):
                    section = _joined(parts[first:last])
                    sections += [section, *self._relatives(section)]
            sections += parts[first].others
        return sections

    def _relatives(self, lemma: str, *, is_asked: bool = False) -> list[str]:
        """What a lemma is derived from: of a compound what its last part is derived from, with all before it."""
        if not self.steps.relatives and not self.steps.gender:
            return []
        found = self._relatives_of_word(lemma, is_asked)
        parts = self._parts(lemma)
        if parts:
            before = "".join(part.written for part in parts[:-1])
            found = found + [before + relative for relative in self._relatives_of_word(parts[-1].lemma, is_asked)]
        return found

    def _relatives_of_word(self, lemma: str, is_asked: bool) -> list[str]:
        return relatives_of(
            lemma, self.dictionary, of_women=self.steps.gender, of_others=self.steps.relatives, is_asked=is_asked
        )

    def as_printed(self, term: str) -> str:
        """A term as people write it: with its umlauts, and a noun with its capital."""
        word = self._written(term)
        readings = self.dictionary.readings(word)
        is_noun = any(reading.kind == NOUN for reading in readings) if readings else bool(self._parts(word))
        return word[:1].upper() + word[1:] if is_noun else word

    def equals(self, groups: Iterable[Iterable[str]]) -> Equals:
        """For each word of the groups, by its lemma, what means the same: alternatives, as `query` gives them."""
        found = {}
        for group in groups:
            asked = [self._lemmas_of(each) for each in group]
            for one in asked:
                if len(one) == 1:
                    found.setdefault(one[0], []).extend(other for other in asked if other and other != one)
        return found

    def _lemmas_of(self, words: str) -> tuple[str, ...]:
        lemmas = (self._lemmas(word, self._written(word.lower()), is_asked=False)[0] for word in words_of(words))
        return tuple(spelt_out(lemma) for lemma in lemmas)


def _without_ending(word: str) -> str:
    """What is left of an unknown word in all its cases: of names, mostly."""
    ending = next((each for each in ("ern", "em", "er", "en", "es", "e", "s", "n") if word.endswith(each)), "")
    return word.removesuffix(ending) if len(word) - len(ending) > 3 else word


def _joined(parts: tuple[Part, ...]) -> str:
    return "".join(part.written for part in parts[:-1]) + parts[-1].lemma


def _spelt(terms) -> tuple[str, ...]:
    return tuple(dict.fromkeys(spelt_out(term) for term in terms))
