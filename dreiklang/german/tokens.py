"""Words in a text, with the forms by which German names all genders: Mitarbeiter*innen, Kolleg:innen, Beauftragte*r."""

import re
import unicodedata
from collections.abc import Iterator

_MARK = r"(?:[*:·_]|/-?|\()"
_ENDING = r"(?:innen|in|er|en|[renm])"
_LETTERS = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"[^\W_]+(?:{_MARK}{_ENDING}(?![^\W_])\)?|{_MARK}innen\)?{_LETTERS}*)?(?:[-\u2010\u2011][^\W_]+)*[-\u2010\u2011]?",
    re.IGNORECASE,
)
_MARKED = re.compile(rf"({_LETTERS}+){_MARK}({_ENDING})\)?({_LETTERS}*)", re.IGNORECASE)
_CAPITAL_I = re.compile(r"(?<=[a-zäöüß])I(?=nnen|n\b)")
_HYPHENS = re.compile("[\u2010\u2011]")
_SOFT_HYPHEN = "\u00ad"
LONGEST = 60  # letters; what is longer is no word

# Words that say nothing of what a text is about.
EMPTY = frozenset(
    "aber alle als also am an auch auf aus bei beim bin bis bist da damit dann das dass dem den der des die dies "
    "diese dieser dieses doch du durch ein eine einem einen einer eines er es für hat habe haben hier ich ihr "
    "ihre ihrem ihren im in ins ist ja kann mein meine mir mit nach nicht noch nur ob oder sich sie sind so soll "
    "sowie über um und uns unser unsere vom von vor war was wenn werden wer wie wir wird wo zu zum zur "
    "zwischen".split()
)


def words_in(text: str) -> Iterator[re.Match]:
    """Each word as a match: its text, and where it stands."""
    return _TOKEN.finditer(text)


def words_of(text: str) -> list[str]:
    """The words of a text. What a hyphen leaves out is left out: 'Sprach- und Integrationskurse' has 'Sprach-' only.

    What was copied out of a PDF comes with a and two dots for ä, one sign for fi, and hyphens that nobody sees.
    """
    return [match.group() for match in words_in(unicodedata.normalize("NFKC", text).replace(_SOFT_HYPHEN, ""))]


def plain_form(word: str) -> str:
    """'Mitarbeiter*innen' -> 'Mitarbeiterinnen', 'MitarbeiterInnen' too; 'Beauftragte*r' -> 'Beauftragte'."""
    word = _HYPHENS.sub("-", word[:LONGEST])
    if found := _MARKED.search(word):
        stem, ending, rest = found.groups()
        ending = ending.lower() if ending.lower() in {"in", "innen"} else ""
        word = word[: found.start()] + stem + ending + rest + word[found.end() :]
    return _CAPITAL_I.sub("i", word)
