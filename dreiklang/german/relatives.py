"""Words that mean the same in another form: Ärztin and Arzt, Beratung and beraten, Mitarbeitende and Mitarbeiter."""

from collections.abc import Iterator

from dreiklang.german.compounds import LONG, verbs_of
from dreiklang.german.dictionary import NOUN, OTHER, Dictionary
from dreiklang.german.spelling import unmarked

# What makes an adjective of a noun: kostenlos, barrierefrei. And what its noun ends with: syrisch -> Syrien.
_TAILS = tuple(
    "los frei voll reich arm weit nah treu sam haft mäßig bewusst sensibel gerecht fähig freundlich bezogen pflichtig "
    "kritisch spezifisch orientiert".split()
)
_OF_PLACES = ("e", "ie", "ik", "ien", "ei", "er", "istan")


# What an adjective, a noun, a verb ends with, and what the noun ends with that it is derived from.
_ADJECTIVES = (
    ("isch", "ismus"), ("isch", "ität"), ("alisch", ""), ("alisch", "e"), ("utisch", "ie"), ("etisch", "ie"),
    ("lich", "ung"), ("ativ", "ation"), ("siv", "sion"), ("tiv", "tion"), ("iös", "ion"), ("ös", ""), ("al", "e"),
    ("onal", "on"), ("ional", "ion"), ("ell", ""), ("ell", "e"), ("ell", "ie"), ("tiell", "z"), ("är", ""), ("är", "e"),
    ("ent", "enz"), ("ant", "anz"),
)  # fmt: skip
_NOUNS = (
    ("eut", "ie"), ("oge", "ogik"), ("oge", "ogie"), ("graf", "grafie"), ("ator", "ation"), ("iker", "ik"),
    ("ler", ""), ("ie", "ium"), ("oring", "or"),
)  # fmt: skip
_VERBS = tuple(("ieren", ending) for ending in ("", "e", "ement", "ion", "ium", "at"))
_WEAK = ("glauben", "namen", "frieden", "willen", "gedanken", "funken", "haufen", "samen", "buchstaben")  # or Glaube
_BEFORE = ("inter", "multi", "inner", "außer", "über", "anti")  # interkommunal, außerschulisch, überregional
# They end like the others, but with what a noun looks like by chance.
_ALONE = frozenset(
    "heftig wichtig richtig mäßig zuständig fällig billig einig selig ständig total loyal sozial positiv aktiv "
    "kollektiv belegschaft eigenschaft leidenschaft gesellschaft".split()
)


def relatives_of(
    lemma: str, dictionary: Dictionary, *, of_women: bool = True, of_others: bool = True, is_asked: bool = False
) -> list[str]:
    """What a lemma is derived from, and that in turn, without itself. A word that leads nowhere gives []."""
    ways = ([_of_women] if of_women else []) + ([_of_verbs, _of_adjectives, _of_nouns] if of_others else [])
    is_of_acts = of_others and not is_asked and not lemma.endswith(("ung", "ion"))
    found, ahead = [], [lemma]
    while ahead:
        word = ahead.pop()
        for way in [*ways, *([_of_acts] if is_of_acts or of_others and word == lemma else [])]:
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
        if stem.endswith("er") and dictionary.is_noun(stem):
            yield stem
            return
        for base in (stem + "e", stem, unmarked(stem), unmarked(stem) + "e"):
            if base != word and (lemmas := _nouns(base, dictionary)):
                yield from lemmas
                return
        if stem.endswith("er") and dictionary.is_noun(stem + "er"):  # Förderin -> Förderer
            yield stem + "er"


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
    if word.endswith("ment"):
        stems += [word[:-4] + "n", word[:-5] + "ieren"]  # Management, Engagement
    if word.endswith("nahme"):
        stems.append(word[:-5] + "nehmen")
    if word.endswith("isieren") and len(word) > 11 and dictionary.is_other(word[:-7]):
        yield word[:-7]  # digitalisieren -> digital
    if word.endswith("t"):
        stems += _infinitives_of_participle(word)
    yield from (verb for verb in stems if len(verb) > 4 and dictionary.is_verb(verb))


def _of_acts(verb: str, dictionary: Dictionary) -> Iterator[str]:
    """arbeiten -> Arbeit, feiern -> Feier, flüchten -> Flucht, engagieren -> Engagement. Who seeks an
    Arbeiter does not mean Arbeit, but who seeks Besuch finds Besucher: so this is asked of verbs only, and stored for
    what comes from them too; not for Ausweisung, which is no Ausweis."""
    if not dictionary.is_verb(verb):
        return
    if verb.endswith("ieren"):
        yield from _with_endings(verb, _VERBS, dictionary, shortest=5)
        return
    stem = verb.removesuffix("n").removesuffix("e") if verb.endswith(("en", "ern", "eln")) else verb
    if len(stem) >= (5 if verb.endswith(("ern", "eln")) else LONG):
        yield from (noun for noun in dict.fromkeys((stem, unmarked(stem))) if dictionary.is_noun(noun))
    if len(stem) >= LONG - 1 and dictionary.is_noun(stem + "e"):
        yield stem + "e"


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
    if word.endswith("er") and dictionary.is_other(word[:-2]) and _is_form(word[:-1], word[:-2], dictionary):
        yield word[:-2]  # a Kranker, there is a Kranke too; no Master
    elif word.endswith("e") and dictionary.is_other(word[:-1]):
        if len(word) > 6 or _is_form(word + "r", word[:-1], dictionary):  # Note is not derived from not
            yield word[:-1]
    if word.endswith(_TAILS):
        stem = word.removesuffix(next(tail for tail in _TAILS if word.endswith(tail)))
        for base in (stem, stem.removesuffix("s"), stem + "e", stem.removesuffix("n")):
            yield from _nouns(base, dictionary) if len(base) > 3 else ()
    for ending in ("heit", "keit", "igkeit"):
        if word.endswith(ending) and dictionary.is_other(word.removesuffix(ending)):
            yield word.removesuffix(ending)
    if word.endswith("ität") and dictionary.is_other(word[:-4]):
        yield word[:-4]
    if word.endswith(("lich", "isch")):
        stem = word[:-4]
        for base in (stem, unmarked(stem), *(stem + ending for ending in _OF_PLACES), unmarked(stem) + "e"):
            if len(base) > 3:
                yield from _nouns(base, dictionary)
    if word in _ALONE or dictionary.is_noun(word) and not dictionary.is_other(word):
        return
    if word.endswith("ig"):
        stem = word[:-2]
        for base in dict.fromkeys((stem, stem + "e", unmarked(stem), unmarked(stem) + "e")):
            if len(base) > 3:
                yield from (lemma for lemma in _nouns(base, dictionary) if lemma == base)
    yield from _with_endings(word, _ADJECTIVES, dictionary)
    for before in _BEFORE:
        if word.startswith(before) and len(rest := word.removeprefix(before)) >= LONG and dictionary.is_other(rest):
            yield rest


def _is_form(form: str, of: str, dictionary: Dictionary) -> bool:
    """Whether a form bends an adjective, or the noun that it is used as."""
    lemmas = {(reading.lemma, reading.kind) for reading in dictionary.readings(form)}
    return not lemmas.isdisjoint({(of, OTHER), (of + "e", NOUN), (of + "er", NOUN)})


def _with_endings(word: str, endings, dictionary: Dictionary, *, shortest: int = 4) -> Iterator[str]:
    for ending, of_base in endings:
        base = word.removesuffix(ending) + of_base
        if word.endswith(ending) and len(base) >= shortest and dictionary.is_noun(base):
            yield base


def _of_nouns(word: str, dictionary: Dictionary) -> Iterator[str]:
    """Rassist -> Rassismus; Vertriebene -> Vertriebener; Werkstätte -> Werkstatt; Vormundschaft -> Vormund, but no
    Mannschaft -> Mann."""
    if word.endswith("stätte") and dictionary.is_noun(word[:-6] + "statt"):
        yield word[:-6] + "statt"
    if word.endswith("schaft") and len(word) > 10 and word not in _ALONE:
        yield from _nouns(word.removesuffix("schaft"), dictionary)
    if word.endswith("ist") and dictionary.is_noun(word[:-3] + "ismus"):
        yield word[:-3] + "ismus"
    yield from _with_endings(word, _NOUNS, dictionary)
    if word.endswith("er") and len(word) > 6 and (stem := unmarked(word[:-2])) != word[:-2]:
        yield from (base for base in [stem + "e"] if dictionary.is_noun(base))  # Schüler -> Schule
    if word.endswith(_WEAK):
        yield word[:-1]
    if word.endswith(("ene", "te", "nde", "iche")) and dictionary.is_noun(word + "r"):
        yield word + "r"


def _nouns(form: str, dictionary: Dictionary) -> list[str]:
    return [reading.lemma for reading in dictionary.readings(form) if reading.kind == NOUN]
