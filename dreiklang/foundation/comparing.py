"""Two versions of a text side by side: what went, what came, what stayed."""

import re
from difflib import SequenceMatcher

SAME, WENT, CAME = "same", "went", "came"
_WORDS = re.compile(r"\s+|[^\s]+")
_MOST = 4_000  # lines, or words and spaces in between; longer pieces are compared as a whole, which stays quick


def compared(before: str, after: str) -> list[tuple[str, str]]:
    """[(SAME, WENT or CAME, text)], which together without CAME are `before`, without WENT `after`. Lines first, and
    words within those that changed."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) + len(new) > _MOST:
        return _in_words(before, after)
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append((SAME, "".join(old[a:b])))
        else:
            pieces += _in_words("".join(old[a:b]), "".join(new[c:d]))
    return pieces


def _in_words(before: str, after: str) -> list[tuple[str, str]]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if not old or not new or len(old) + len(new) > _MOST:
        return _changed(before, after)
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        went, came = "".join(old[a:b]), "".join(new[c:d])
        pieces += [(SAME, went)] if kind == "equal" else _changed(went, came)
    return pieces


def _changed(went: str, came: str) -> list[tuple[str, str]]:
    return [piece for piece in ((WENT, went), (CAME, came)) if piece[1]]
