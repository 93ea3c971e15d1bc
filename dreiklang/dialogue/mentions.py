"""@Vorname Nachname in a text: somebody who reads the thread. Whoever does not read it, and whoever does not exist, are
the same here: plain text."""

import re
from html import escape

from django.db.models import Q

from dreiklang.dialogue.models import Thread
from dreiklang.groups.models import Membership
from dreiklang.groups.readers import MEMBERS, PUBLIC, TEAM
from dreiklang.people.models import Person

MOST, LONGEST = 20, 5  # mentions in a text; words of a name
_MENTION = re.compile(r"(?<![\w@.])@(?=\w)([^\n@<>]{2,120})")


def mentioned(thread: Thread, source: str) -> list[Person]:
    """Readers of the thread whose full name stands in the text behind an @. One query; none where no @ is."""
    names = {name for found in list(_MENTION.finditer(source))[:MOST] for name in _names(found[1])}
    return list(_readers(thread).filter(name__in=names).only("name")) if names else []


def _names(text: str):
    """'Ben Okonkwo, wie' could begin with 'Ben Okonkwo' or 'Ben Okonkwo, wie'."""
    words = text.split(" ")[:LONGEST]
    for number in range(2, len(words) + 1):
        name = " ".join(words[:number])
        yield from {name, name.rstrip(".,;:!?)")}


def _readers(thread: Thread):
    """Everybody who can sign in and holds the token of the thread."""
    able = Person.objects.able()
    kind, _colon, group = thread.readers.partition(":")
    if kind == "group":
        return able.filter(pk__in=Membership.objects.standing().filter(group=group).values("person"))
    return able.filter({PUBLIC: Q(), MEMBERS: Q(is_member=True), TEAM: Q(is_team=True)}.get(kind, Q(pk__in=())))


def marked(html: str, people: list[Person]) -> str:
    """Sanitised HTML with their names set off. The mark has no attributes, and Markdown makes none of its kind:
    wherever it stood, it could not run, and nobody can write it by hand."""
    if not people:
        return html
    longest_first = sorted({each.name for each in people}, key=len, reverse=True)
    names = "|".join(re.escape(escape(name, quote=False)) for name in longest_first)
    name = re.compile(rf"(?<![\w@.])@({names})(?!\w)")
    pieces = re.split(r"(<[^>]*>)", html)
    return "".join(piece if piece.startswith("<") else name.sub(r"<b>@\1</b>", piece) for piece in pieces)
