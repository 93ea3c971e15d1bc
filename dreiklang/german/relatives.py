"""Words that mean the same in another form: Ärztin and Arzt, Beratung and beraten, Mitarbeitende and Mitarbeiter."""

from collections.abc import Iterator

from dreiklang.german.compounds import verbs_of
from dreiklang.german.dictionary import NOUN, Dictionary
from dreiklang.german.spelling import unmarked

# What makes an adjective of a noun: kostenlos, barrierefrei. And what its noun ends with: syrisch -> Syrien.
_TAILS = (
    "los",
    "frei",
    "voll",
    "reich",
    "bewusst",
    "sensibel",
    "gerecht",
    "fähig",
    "freundlich",
    "bezogen",
    "pflichtig",
)
_OF_PLACES = ("e", "ie", "ik", "ien", "ei", "er", "istan")


def relatives_of(lemma: str, dictionary: Dictionary, *, of_women: bool = True, of_others: bool = True) -> list[str]:
    """What a lemma is derived from, and that in turn, without itself. A word that leads nowhere gives []."""
    ways = ([_of_women] if of_women else []) + ([_of_verbs, _of_adjectives, _of_nouns] if of_others else [])
    found, ahead = [], [lemma]
    while ahead:
        word = ahead.pop()
        for way in ways:
            for relative in way(word, dictionary):
                if relative != lemma and relative not in found:
                    found.append(relative)
                    ahead.append(relative)
    return found


def _of_women(word: str, dictionary: Dictionary) -> Iterator[str]:
    """Ärztin -> Arzt, Kollegin -> Kollege. A Termin is no woman: there are no Termininnen. A word that the dictionary
    does not know may name one: 'Spätaussiedlerin'."""
    if word.endswith("in") and (dictionary.readings(word + "nen") or not dictionary.readings(word)):
        stem = word[:-2]
        for base in (stem + "e", stem, unmarked(stem), unmarked(stem) + "e"):
            if base != word and (lemmas := _nouns(base, dictionary)):
                yield from lemmas
                return


def _of_verbs(word: str, dictionary: Dictionary) -> Iterator[str]:
    """Beratung, Berater -> beraten; Mitarbeitende -> mitarbeiten; Integration -> integrieren; Teilnahme -> -nehmen."""
    stems = []
    if word.endswith("ung"):
        stems += verbs_of(word[:-3])
    elif word.endswith("er"):
        stems += verbs_of(word[:-2])
    if word.endswith(("ende", "ender", "elnde", "ernde", "elnder", "ernder")):
        stems.append(word.removesuffix("r").removesuffix("de"))
    elif word.endswith(("end", "elnd", "ernd")):
        stems.append(word[:-1])
    if word.endswith("ation"):
        stems.append(word[:-5] + "ieren")
    if word.endswith("e") and len(word) > 6:  # Anfrage, Ausleihe
        stems.append(word + "n")
    if word.endswith("nahme"):
        stems.append(word[:-5] + "nehmen")
    if word.endswith("t"):
        stems += _infinitives_of_participle(word)
    yield from (verb for verb in stems if len(verb) > 4 and dictionary.is_verb(verb))


def _infinitives_of_participle(word: str) -> Iterator[str]:
    """geduldet -> dulden, eingebürgert -> einbürgern, integriert -> integrieren, beschäftigt -> beschäftigen."""
    at = word.find("ge", 0, 6)
    is_without = word.endswith("iert") or word.startswith(("be", "ver", "er", "ent", "zer"))
    stem = word if is_without else word[:at] + word[at + 2 :] if at >= 0 else ""
    for ending in ("et", "t"):
        if stem.endswith(ending):
            yield from verbs_of(stem.removesuffix(ending))


def _of_adjectives(word: str, dictionary: Dictionary) -> Iterator[str]:
    """Geflüchteter -> geflüchtet, Mehrsprachigkeit -> mehrsprachig, ehrenamtlich -> Ehrenamt, rassistisch -> Rassist"""
    if word.endswith("er") and dictionary.is_other(word[:-2]):
        yield word[:-2]
    elif word.endswith("e") and dictionary.is_other(word[:-1]):
        yield word[:-1]
    if word.endswith(_TAILS):
        stem = word.removesuffix(next(tail for tail in _TAILS if word.endswith(tail)))
        for base in (stem, stem.removesuffix("s"), stem + "e", stem.removesuffix("n")):
            yield from _nouns(base, dictionary) if len(base) > 3 else ()
    for ending in ("heit", "keit", "igkeit"):
        if word.endswith(ending) and dictionary.is_other(word.removesuffix(ending)):
            yield word.removesuffix(ending)
    if word.endswith(("lich", "isch")):
        stem = word[:-4]
        for base in (stem, unmarked(stem), *(stem + ending for ending in _OF_PLACES), unmarked(stem) + "e"):
            if len(base) > 3:
                yield from _nouns(base, dictionary)


def _of_nouns(word: str, dictionary: Dictionary) -> Iterator[str]:
    """Rassist -> Rassismus; Vertriebene -> Vertriebener; Werkstätte -> Werkstatt; Vormundschaft -> Vormund, but no
    Mannschaft -> Mann."""
    if word.endswith("stätte") and dictionary.is_noun(word[:-6] + "statt"):
        yield word[:-6] + "statt"
    if word.endswith("schaft") and len(word) > 11:
        yield from _nouns(word.removesuffix("schaft"), dictionary)
    if word.endswith("ist") and dictionary.is_noun(word[:-3] + "ismus"):
        yield word[:-3] + "ismus"
    if word.endswith(("ene", "te", "nde", "iche")) and dictionary.is_noun(word + "r"):
        yield word + "r"


def _nouns(form: str, dictionary: Dictionary) -> list[str]:
    return [reading.lemma for reading in dictionary.readings(form) if reading.kind == NOUN]
