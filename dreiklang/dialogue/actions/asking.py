"""The three ways to stand there when one asks: under one's name, under a line, or before named people only."""

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.models import Follow, Post, Thread
from dreiklang.dialogue.rules import may_write
from dreiklang.dialogue.traits import standing_of
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.groups.readers import holders
from dreiklang.letters.actions.writing import write

NAME, LINE, NAMED = "name", "line", "named"
MOST_NAMED = 10


@transaction.atomic
def ask(room, *, way: str, by, public_id, named=(), line: str = "", **facts) -> Post:
    """A new thread. `line` is what she saw when she decided: it is drawn anew, and if it is another by now she is asked
    again. `named` are readers of the room. `facts` are those of `open_thread`. Sent twice, the same one."""
    if Thread.objects.filter(pk=public_id).exists():
        return writing.open_thread(room, by=by, public_id=public_id, **facts)
    if way == LINE:
        return writing.open_thread(room, by=by, public_id=public_id, line=_line_now(room, by, line), **facts)
    if way == NAMED:
        return _ask_named(room, by, public_id, named, facts)
    return writing.open_thread(room, by=by, public_id=public_id, **facts)


def _line_now(room, by, seen: str) -> str:
    standing = standing_of(by, room.readers) if room.takes_protected else None
    if standing is None:
        raise Refusal(_("In diesem Raum können Sie zurzeit nicht unter einer Merkmalszeile fragen."), field="way")
    if standing.line != seen:
        raise Refusal(
            _("Ihre Merkmalszeile ist inzwischen eine andere: „%(line)s“. Wenn Sie damit einverstanden sind, senden "
              "Sie bitte noch einmal.") % {"line": standing.line}, field="way",
        )  # fmt: skip
    return standing.line


def _ask_named(room, by, public_id, named, facts) -> Post:
    if not may_write(by, room):
        raise Refusal(_("In diesem Raum kann zurzeit nicht geschrieben werden. Ihr Text steht noch im Feld."))
    if room.needs_approval:  # whoever approves does not read it
        raise Refusal(_("In diesem Raum gibt die Moderation Beiträge frei. Nur Genannten lässt sich hier nicht "
                        "schreiben."), field="way")  # fmt: skip
    others = {person.pk: person for person in named if person.pk != by.pk}
    reading = set(holders(room.readers).filter(pk__in=others).values_list("pk", flat=True))
    if not 1 <= len(others) <= MOST_NAMED or set(others) != reading:
        raise Refusal(_("Bitte nennen Sie eine bis zehn Personen, die in diesem Raum mitlesen."), field="names")
    group = Group.objects.create(name="Genannte Personen", kind=Group.NAMED)
    for person in (by, *others.values()):
        join(group, person)
    post = writing.open_thread(room, by=by, public_id=public_id, readers=group.token, **facts)
    for person in others.values():
        Follow.objects.get_or_create(person=person, thread=post.thread)
        write(
            person.email, "letters/named.txt",
            {"post": post, "thread": post.thread, "room": room, "person": person, "asker": by,
             "others": [other.name for other in others.values() if other != person]},
            recipient=person.pk, language=person.language, quietly=True,
        )  # fmt: skip
    return post
