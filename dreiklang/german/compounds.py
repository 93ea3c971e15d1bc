"""What a word is made of: 'Asylbewerberleistungsgesetz' of Asyl, Bewerber, Leistung and Gesetz."""

from functools import lru_cache
from typing import NamedTuple

from dreiklang.german.dictionary import NOUN, OTHER, VERB, Dictionary
from dreiklang.german.field_words import FieldWords
from dreiklang.german.spelling import unmarked

SHORTEST = 3
# Words that begin others without making a compound of them: who seeks Arbeiter does not mean Mitarbeiter.
PREFIXES = frozenset(
    "ab an auf aus be bei da dar durch ein ent er fort ge gegen her hin hinter in los miss mit nach neben nieder ob "
    "über um un unter ur ver vor vorbei weg wider wieder zer zu zurück zusammen zwischen con de des dis im inter ko "
    "kom kon per pro re sub trans bet erb hint kar mitt nied para sch unt verb widers wied".split()
)
# What ends words without being a word in them.
ENDINGS = frozenset(
    "schaft heit keit ung tum nis sal rei ei in chen lein lern ler ner ling ismus ist tät ion ent ant eur ieren ierung "
    "istik ens ismen tion sion enz anz ität ment iker ester er el en es ern sen gen ten ster tel ken dung reiber "
    "toffel rinnen isch".split()
)
JOINTS = ("s", "es", "n", "en", "er", "e", "ens")
WITH_S = ("ung", "heit", "keit", "schaft", "tät", "ion", "ling", "tum")  # Bildungs|paten, not Bildung|spaten
ENOUGH = (99, 99, 99, 5, 3, 1)  # weights (powers of two) that a part of three, four, five or more letters needs
LONG = 6  # a word of so many letters is hardly a part by chance, though the dictionary knows no compound with it


class Part(NamedTuple):
    written: str  # with what joins it to the next: 'leistungs'
    lemma: str  # 'leistung'
    others: tuple[str, ...] = ()  # what it may be as well: of 'wohn' in 'Wohnheim' the verb 'wohnen'


class Compounds:
    def __init__(self, dictionary: Dictionary, field_words: FieldWords, remember: int):
        self.dictionary = dictionary
        self.parts = lru_cache(maxsize=remember)(self._parts)
        self._as_first = lru_cache(maxsize=remember)(self._what_begins)
        self.known = field_words.parts
        self.pieces = field_words.pieces

    def _parts(self, word: str) -> tuple[Part, ...]:
        """The smallest parts in their order; () for a word that is no compound. `word` in small letters."""
        if found := self._listed(word):
            return found if len(found) > 1 else ()
        if len(word) < 2 * SHORTEST:
            return ()
        nouns = [reading for reading in self.dictionary.readings(word) if reading.kind == NOUN]
        if nouns:
            return self._parts_of_noun(word, nouns[0].lemma)
        if word.endswith("end") and self.dictionary.is_verb(word[:-1]):
            return ()  # versendend is no Vers
        if readings := self.dictionary.readings(word):
            return self._parts_of_adjective(word) if word == readings[0].lemma and readings[0].kind == OTHER else ()
        return self._parts_of_unknown(word) or self._parts_of_adjective(word)

    def _listed(self, word: str) -> tuple[Part, ...]:
        lemmas = [word, *(reading.lemma for reading in self.dictionary.readings(word))]
        if listed := next((self.known[lemma] for lemma in lemmas if lemma in self.known), None):
            return tuple(Part(part, self._noun_lemma(part) or part) for part in listed)
        for piece in self.pieces:
            if word.startswith(piece) and (head := self._as_head(word.removeprefix(piece))):
                return (Part(piece, piece), *(self.parts(head[0]) or [Part(head[0], head[0])]))
            for lemma in lemmas:
                if lemma.endswith(piece) and self._as_first(first := lemma.removesuffix(piece))[0]:
                    return (*self._first_parts(first), Part(piece, piece))
        return ()

    def _parts_of_noun(self, form: str, lemma: str) -> tuple[Part, ...]:
        known = self.dictionary.lemma(lemma, NOUN)
        at = known.split if known else 0
        if not at:
            is_like_unknown = len(form) >= 16 or (lemma.endswith("ung") and not is_of_a_verb(lemma, self.dictionary))
            return self._parts_of_unknown(form) if is_like_unknown else ()
        return self._first_parts(form[:at]) + (
            self.parts(lemma[at:]) or (Part(form[at:], self._noun_lemma(lemma[at:]) or lemma[at:]),)
        )

    def _first_parts(self, first: str) -> tuple[Part, ...]:
        """The parts of what begins a compound; itself when it is but one."""
        lemma, _weight = self._as_first(first)
        inner = self.parts(lemma) if lemma else ()
        if inner:
            return (*inner[:-1], Part(first[sum(len(part.written) for part in inner[:-1]) :], inner[-1].lemma))
        return (Part(first, lemma or first, self._others(first, lemma or first)),)

    def _others(self, first: str, lemma: str) -> tuple[str, ...]:
        found = [reading.lemma for reading in self.dictionary.readings(first)]
        if not found and not self.dictionary.readings(lemma) and (noun := self._after_prefix(lemma)):
            found.append(noun)
        found += [each for each, kind, _malus in self._readings_as_first(first) if kind == VERB or each == first + "e"]
        return tuple(each for each in dict.fromkeys(found) if each != lemma)

    def _parts_of_unknown(self, word: str) -> tuple[Part, ...]:
        best, strength = (), -1.0
        for at in range(SHORTEST, len(word) - SHORTEST + 1):
            head = self._as_head(word[at:])
            if not head:
                continue
            first, first_weight = self._as_first(word[:at])
            if not first and at >= 4 and head[1] >= 5 and len(word) - at >= LONG and self.dictionary.is_noun(word[:at]):
                first, first_weight = word[:at], 0  # Imamausbildung: such a head makes a compound of any noun
            if first:
                here = first_weight + head[1] + 0.1 * min(at, len(word) - at)
                if here > strength:
                    best, strength = (at, head[0]), here
        if not best:
            return ()
        at, head = best
        return self._first_parts(word[:at]) + (self.parts(word[at:]) or self.parts(head) or (Part(word[at:], head),))

    def _parts_of_adjective(self, word: str) -> tuple[Part, ...]:
        """Asylsuchend, bildungspolitisch, armutsgefährdet: a noun, as long as can be, and an adjective."""
        for at in range(len(word) - LONG, SHORTEST, -1):
            head = self._adjective(word[at:])
            if head and self._is_noun_before(word[:at]):
                return (*self._first_parts(word[:at]), Part(word[at:], head))
        return ()

    def _adjective(self, form: str) -> str | None:
        if form in ENDINGS or form.startswith(("lich", "isch")):
            return None
        kinds = (reading.lemma for reading in self.dictionary.readings(form) if reading.kind == OTHER)
        return next(kinds, None)

    def _is_noun_before(self, first: str) -> bool:
        lemma, _weight = self._as_first(first)
        is_noun = bool(lemma) and (self.dictionary.is_noun(lemma) or bool(self.parts(lemma)))
        return is_noun and not self.dictionary.is_other(first)

    def _as_head(self, form: str) -> tuple[str, float] | None:
        """Lemma and weight of what may end a compound."""
        if form in ENDINGS:
            return None
        best, strength = None, 0
        for reading in self.dictionary.readings(form):
            if reading.kind == NOUN:
                lemma = self.dictionary.lemma(reading.lemma, NOUN)
                weight = max(lemma.as_head if lemma else 0, 4 if self.parts(reading.lemma) else 0)
                weight = max(weight, 2 if len(reading.lemma) >= LONG else 0, 4 if reading.lemma in self.pieces else 0)
                if weight >= ENOUGH[min(len(reading.lemma), 5)] and weight > strength:
                    best, strength = reading.lemma, weight
        if best:
            return best, strength
        if form.endswith("ung") and len(form) > LONG and is_of_a_verb(form, self.dictionary):
            return form, 2
        if not self.dictionary.readings(form) and (noun := self.compound_in(form)):
            return noun, 4
        return None

    def compound_in(self, form: str) -> str | None:
        """The compound that an unknown form belongs to: the dictionary has 'Nähkurs', but no 'Nähkurse'."""
        for ending in ("es", "en", "er", "s", "n", "e"):
            if form.endswith(ending):
                for noun in dict.fromkeys((stem := form.removesuffix(ending), unmarked(stem))):
                    if self.dictionary.is_noun(noun) and self.parts(noun):
                        return noun
        return None

    def _what_begins(self, first: str) -> tuple[str | None, float]:
        """Lemma and weight of what may begin a compound, its joint taken away; (None, 0) for what may not."""
        if first in PREFIXES:
            return None, 0
        best, strength = None, 0.0
        for lemma, kind, malus in self._readings_as_first(first):
            known = self.dictionary.lemma(lemma, kind)
            weight = max(known.as_first, 2 if len(lemma) >= LONG and kind == NOUN else 0) if known else 0
            if weight - (malus if kind == NOUN else 0) >= ENOUGH[min(len(first), 5)] and weight - malus > strength:
                best, strength = lemma, weight - malus
        if best or len(first) < 2 * SHORTEST:
            return best, strength
        for word in dict.fromkeys([first, first.removesuffix("s")]):
            if not self.dictionary.readings(word) and (self._parts_of_unknown(word) or self._after_prefix(word)):
                return word, 2
        return None, 0

    def _after_prefix(self, word: str) -> str | None:
        """The noun in a word that a prefix makes of it, and that no dictionary has: 'Nachqualifizierung'."""
        rests = (word.removeprefix(prefix) for prefix in PREFIXES if word.startswith(prefix))
        return next((rest for rest in rests if len(rest) > LONG and self.dictionary.is_noun(rest)), None)

    def _readings_as_first(self, first: str):
        for reading in self.dictionary.readings(first):
            if reading.kind == NOUN:
                yield reading.lemma, NOUN, 4 if len(first) > LONG and first.endswith(WITH_S) else 0
            elif reading.kind == OTHER and reading.lemma == first:
                yield first, OTHER, 0
        for joint in JOINTS:
            if first.endswith(joint) and self.dictionary.is_noun(first.removesuffix(joint)):
                yield first.removesuffix(joint), NOUN, 0 if joint == "s" else 0.5
        for noun in (first + "e", first.removesuffix("s") + "e"):  # Sprach-, Hilfs-
            if self.dictionary.is_noun(noun):
                yield noun, NOUN, 0.5
        for verb in (*verbs_of(first), *([first + "n"] if first.endswith("e") else [])):  # Wohn-, Melde-
            if self.dictionary.is_verb(verb):
                yield verb, VERB, 1

    def _noun_lemma(self, form: str) -> str | None:
        return next((reading.lemma for reading in self.dictionary.readings(form) if reading.kind == NOUN), None)


def verbs_of(stem: str) -> tuple[str, ...]:
    """The infinitives that a stem may belong to: 'förder' -> fördern, 'mittl' -> mitteln."""
    if stem.endswith(("el", "er")):
        return stem + "n", stem + "en"
    if stem.endswith(("l", "r")):
        return stem + "en", stem[:-1] + "e" + stem[-1] + "n"
    return (stem + "en",)


def is_of_a_verb(noun: str, words) -> bool:
    """Verbraucher and Mitteilung come from verbs: they are not made of 'Verb' and 'Raucher', 'Mitte' and 'Eilung'."""
    if words.is_verb(noun):
        return True
    stems = [noun.removesuffix(ending) for ending in ("ung", "erin", "er") if noun.endswith(ending)]
    stems += [noun.removesuffix("ation") + "ier"] if noun.endswith("ation") else []
    participle = noun.removesuffix("r")
    infinitives = [participle.removesuffix("de")] if participle.endswith("nde") else []
    return any(words.is_verb(verb) for verb in [*infinitives, *(verb for stem in stems for verb in verbs_of(stem))])
