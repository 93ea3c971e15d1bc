"""Names of places as people type them."""

import re

from dreiklang.foundation.text import fold

_TOWN_WORDS = {
    "gemeinde", "stadt", "markt", "flecken", "grosse", "kreisstadt", "kreisfreie", "stadtkreis", "landeshauptstadt",
    "hansestadt", "universitaetsstadt",
}  # fmt: skip
_DISTRICT_WORDS = {"landkreis", "kreis", "lkr", "lk"}
# Registers shorten them as they like: "Bad Homburg v. d. Höhe", "Neustadt a.d.Aisch", "Kirchheim unter Teck".
_SMALL_WORDS = {
    "a", "am", "an", "auf", "b", "bei", "d", "dem", "den", "der", "i", "im", "in", "u", "unter", "v", "vom", "von",
    "vor", "zu", "zum", "zur",
}  # fmt: skip
# More than any name has: a query must not grow with what is pasted into a field.
_MOST_WORDS, _MOST_LETTERS = 8, 200


def search_form(name: str) -> str:
    """How names are compared: folded, one space between words: 'St. Märgen-Süd (Ems)' -> 'st maergen sued ems'."""
    # ł is no letter with an accent for Unicode, but for everyone who looks for Lubin (Błota)
    return " ".join(re.findall(r"[^\W_]+", fold(name[:_MOST_LETTERS]).replace("ł", "l")))


def telling_words(text: str) -> list[str]:
    """The words of a typed name without 'Gemeinde', 'Landkreis', 'an der' and the like; all if there is no other."""
    words = search_form(text).split()[:_MOST_WORDS]
    return [word for word in words if word not in _TOWN_WORDS | _DISTRICT_WORDS | _SMALL_WORDS] or words


def without_town_words(text: str) -> str:
    """The typed name in its search form without 'Stadt', 'Gemeinde' and the like, which registers leave out."""
    words = search_form(text).split()
    return " ".join([word for word in words if word not in _TOWN_WORDS] or words)
