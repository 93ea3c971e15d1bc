"""Arguments that may be there already, for whoever writes one: standing ones of the same thesis that share words."""

from dreiklang.debates.models import Argument, Thesis
from dreiklang.german.tokens import EMPTY, words_of
from dreiklang.index.analysis import german

MOST, ENOUGH, SHARE = 5, 3, 0.5  # so many are shown; so many words in common, or such a part of the shorter headline


def alike(thesis: Thesis, headline: str, *, but: int | None = None) -> list[Argument]:
    """Most in common first. One query. `but`: the one itself, sent twice."""
    hers, found = _terms(headline), []
    for one in thesis.arguments.standing().exclude(pk=but).order_by("pk"):
        its = _terms(one.headline)
        common = len(hers & its)
        if common >= ENOUGH or common and common >= SHARE * min(len(hers), len(its)):
            found.append((-common, one.pk, one))
    return [one for _common, _pk, one in sorted(found)[:MOST]]


def _terms(text: str) -> set[str]:
    words = {word for word in words_of(text) if word.lower() not in EMPTY}
    return {term for word in words for term in german().index(word).whole[:1]}
