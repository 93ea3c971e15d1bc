"""Makes the dictionary file, once at set-up: every form of simplemma's German list, its lemma, and which are compounds.

What a compound is, is counted, not guessed: 'Integrationsrat' is one because 'Integration' with an s begins, and 'Rat'
ends, hundreds of other words. 'Transport' is none, although 'Tran' and 'Sport' are words.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log2
from pathlib import Path

import marisa_trie
from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

from dreiklang.german.compounds import ENDINGS, PREFIXES, is_of_a_verb
from dreiklang.german.dictionary import FOLDED, NOUN, OTHER, RULE, VERB, Dictionary
from dreiklang.german.spelling import marks_of, without_umlauts

# In how many words of the dictionary a part of three, four, five or more letters must be found to be one.
ENOUGH = {3: 30, 4: 24, 5: 3}
CERTAIN, LIKELY = 100, 40


def compile_dictionary(path: Path) -> None:
    """Writes the file at `path`; whoever reads the old one goes on reading it."""
    lexicon = Lexicon(_forms())
    fresh = path.with_suffix(".new")
    path.parent.mkdir(parents=True, exist_ok=True)
    marisa_trie.RecordTrie(Dictionary.RECORD, lexicon.records()).save(str(fresh))
    fresh.replace(path)


def _forms() -> Iterator[tuple[str, str, str]]:
    """Form and lemma in small letters, and the kind, which German tells by the capital and the ending."""
    for form, lemma in DEFAULT_DICTIONARY_FACTORY.get_dictionary("de").items():
        form, lemma = (each.decode() if isinstance(each, bytes) else each for each in (form, lemma))
        if " " in form or " " in lemma or len(form) > 60:
            continue
        kind = NOUN if lemma[:1].isupper() else VERB if lemma.endswith("n") else OTHER
        yield form.lower(), lemma.lower(), kind
        if form != lemma:
            yield lemma.lower(), lemma.lower(), kind


class Lexicon:
    def __init__(self, forms: Iterator[tuple[str, str, str]]):
        self.readings = defaultdict(set)
        self.lemmas = {NOUN: set(), VERB: set(), OTHER: set()}
        for form, lemma, kind in forms:
            self.readings[form].add((lemma, kind))
            self.lemmas[kind].add(lemma)
        self.nouns = {noun for noun in self.lemmas[NOUN] if len(noun) > 2 and noun not in ENDINGS}
        self.splits = {noun: found for noun in self.lemmas[NOUN] if (found := list(self._possible_splits(noun)))}
        self.as_head = Counter(head for found in self.splits.values() for head in {split[3] for split in found})
        self.as_first = Counter(each for found in self.splits.values() for each in {split[1:3] for split in found})

    def _possible_splits(self, noun: str) -> Iterator[tuple[int, str, str, str]]:
        """Where the last part begins, the lemma of the first, how it is joined, and the last part."""
        if "-" in noun:
            return
        for at in range(3, len(noun) - 2):
            first, head = noun[:at], noun[at:]
            if first in PREFIXES:
                continue
            if head not in self.nouns and not self.is_verb(noun):
                head = self._singular(head)
            if head in self.nouns:
                for lemma, joint in self._as_first(first):
                    yield at, lemma, joint, head

    def _singular(self, head: str) -> str:
        """Of what ends words that have no singular themselves: Kontaktdaten, for there is no Kontaktdatum."""
        if len(head) < 5 or head.endswith("teste"):
            return ""
        return next((lemma for lemma, kind in self.readings.get(head, ()) if kind == NOUN), "")

    def _as_first(self, first: str) -> Iterator[tuple[str, str]]:
        for lemma, kind in self.readings.get(first, ()):
            if kind == NOUN:
                yield lemma, "+" + first[len(lemma) :] if first.startswith(lemma) else "~" + first[-2:]
            elif kind == OTHER and lemma == first:
                yield lemma, "adjective"
        if first.endswith("s") and first[:-1] in self.nouns:
            yield first[:-1], "+s"
        for noun in (first + "e", first.removesuffix("s") + "e"):  # Sprach-, Hilfs-
            if noun in self.nouns:
                yield noun, "-e"
        for verb in (first + "en", first + "n"):  # Wohn-, Förder-, Melde-
            if verb in self.lemmas[VERB] and (verb.endswith("en") or first.endswith(("e", "el", "er"))):
                yield verb, "verb"

    def is_verb(self, lemma: str) -> bool:
        return lemma in self.lemmas[VERB]

    def split_of(self, noun: str) -> int:
        """Where the last part of a compound begins; 0 for a word that is none."""
        best, strength = 0, 0.0
        if noun.endswith(("e", "er")) and noun.rstrip("r").removesuffix("e") in self.lemmas[OTHER]:
            return 0  # das Spezielle, eine Pauschale
        if self.is_verb(noun + "en") and len(noun) < 8:
            return 0  # Ballast, ballasten: a verb is seldom made of a compound
        is_of_verb = is_of_a_verb(noun, self)
        for at, lemma, joint, head in self.splits.get(noun, ()):
            if is_of_verb and at < 6:
                continue
            first_in, head_in = self.as_first[lemma, joint], self.as_head[head]
            if len(head) == 3 and joint == "-e" and first_in < ENOUGH[4]:
                continue  # Kontrast is no Kontre-Ast
            if self._is_certain(at, joint, head, first_in, head_in) or (
                first_in >= ENOUGH[min(at, 5)] and head_in >= ENOUGH[min(len(head), 5)]
            ):
                here = log2(first_in) + log2(head_in)
                if here > strength:
                    best, strength = at, here
        return best

    @staticmethod
    def _is_certain(at: int, joint: str, head: str, first_in: int, head_in: int) -> bool:
        """Whether one of the parts makes a compound of nearly whatever stands beside it: Kirchenasyl, Mietkaution,
        Fördererkreis, Kindeswohl."""
        if first_in >= CERTAIN and at >= 6 and len(head) >= 4 or first_in >= LIKELY and len(head) >= 6:
            return True
        if joint in {"+", "+s"} and at >= 7 and len(head) >= 4 and head_in >= (CERTAIN if joint == "+" else ENOUGH[4]):
            return True
        return joint in {"+s", "+es", "+n", "+en"} and at >= 6 and len(head) >= 4 and first_in >= ENOUGH[4]

    def records(self) -> Iterator[tuple[str, tuple[int, int, int]]]:
        rules = {}
        first_in = Counter()
        for (lemma, _joint), count in self.as_first.items():
            first_in[lemma] = max(first_in[lemma], count)
        for form, readings in self.readings.items():
            for lemma, kind in sorted(readings):
                same = _same_letters(form, lemma)
                rule = f"{len(form) - same} {lemma[same:]} {kind}"
                number = rules.setdefault(rule, len(rules))
                is_lemma = form == lemma
                split = self.split_of(lemma) if is_lemma and kind == NOUN else 0
                weight = _weight(first_in[lemma]) << 4 | _weight(self.as_head[lemma]) if is_lemma else 0
                yield form, (number, split, weight)
            folded = without_umlauts(form)
            is_only_sharp = form.replace("ß", "ss") == folded  # Strasse is a form of Strass too
            if folded != form and (folded not in self.readings or is_only_sharp):
                yield FOLDED + folded, (marks_of(form), 0, 0)
        for rule, number in rules.items():
            yield RULE + rule, (number, 0, 0)


def _weight(count: int) -> int:
    return min(15, round(log2(count + 1)))


def _same_letters(form: str, lemma: str) -> int:
    same = 0
    for one, other in zip(form, lemma, strict=False):
        if one != other:
            break
        same += 1
    return same


if __name__ == "__main__":
    compile_dictionary(Path(sys.argv[1]))
