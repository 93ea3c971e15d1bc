"""Fifty posts are printed as quickly as three: the template is asked once for each kind of post, with a slot wherever
two of a kind differ, and the slots are filled here. What fills one is never looked at again, so that nobody's text can
contain a slot; whoever fills it has escaped it."""

import re
from collections.abc import Callable
from functools import lru_cache
from types import SimpleNamespace

from django.utils.html import escape
from django.utils.translation import gettext as _
from markupsafe import Markup

from dreiklang.foundation.dates import moment, short_day

_NAMES = ("number", "byline", "at", "edited", "text", "files", "checked", "useful")
SLOTS = SimpleNamespace(**{name: Markup(chr(0xE000 + place)) for place, name in enumerate(_NAMES)})  # noqa: S704
_SLOT = re.compile(f"([{''.join(vars(SLOTS).values())}])")


class Printed:
    """Things of one page, printed by `macro(kind)`; `kind` is hashable and all that the template asks."""

    def __init__(self, macro: Callable):
        self.macro, self.kinds = macro, {}

    def __call__(self, kind, values: dict[str, str]) -> Markup:
        if kind not in self.kinds:
            self.kinds[kind] = _SLOT.split(str(self.macro(kind)))
        pieces = list(self.kinds[kind])
        for place in range(1, len(pieces), 2):
            pieces[place] = values[_NAMES[ord(pieces[place]) - 0xE000]]
        return Markup("".join(pieces))  # noqa: S704


def said_moment(at, language: str) -> str:
    """'8. November 2024, 17:00 Uhr', in the language of the page (it is asked for once)."""
    return _said_moment(at.replace(second=0, microsecond=0), language)


@lru_cache(maxsize=10_000)
def _said_moment(minute, language: str) -> str:
    return escape(moment(minute))


def said_check(post) -> str:
    said = _("Geprüft von %(who)s am %(day)s")
    return escape(said % {"who": post.checked_by, "day": short_day(post.checked_on)})
