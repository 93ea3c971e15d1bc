"""What can come of a thread of the dialogue: a page of the PraxisPortal; and what that needs of its reader."""

from uuid import UUID

from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Thread
from dreiklang.foundation.prepared import Prepared
from dreiklang.library import papers
from dreiklang.library.models import Article, Consent, Origin
from dreiklang.library.rules import may_begin
from dreiklang.moderation.sealed import voice_of


def steps(thing, person) -> list[tuple[str, str]]:
    """[(label, address)]. One query where no page grows from it; none for a thread from which nothing can come."""
    if not isinstance(thing, Thread) or not person.is_authenticated or not _has_answers(thing) or thing.is_kept_inside:
        return []
    return [*_to_a_page(thing, person), *papers.step_for(thing, person)]


def _to_a_page(thing: Thread, person) -> list[tuple[str, str]]:
    is_drawn_from = bool(_DRAWN(thread=thing.pk))  # of most none is, and this is half the work
    rows = (
        list(Consent.objects.filter(origin__thread=thing.pk).values_list(*_FACTS, named=True)) if is_drawn_from else []
    )
    found = _hers(thing, person, rows)
    written = {row.origin__post for row in rows if row.origin__article__state != Article.WITHDRAWN}
    if may_begin(person) and (thing.accepted_id is None or thing.accepted_id not in written):
        found.append((_("Daraus eine Seite machen"), f"/praxis/aus/{thing.accepted_id or thing.pk}/"))
    return found


_DRAWN = Prepared(lambda thread: Origin.objects.filter(thread=thread).values_list("pk")[:1], thread=UUID)
_FACTS = (
    "person", "voice", "state", "origin__post", "origin__article", "origin__article__state", "origin__article__release",
)  # fmt: skip


def _has_answers(thread: Thread) -> bool:
    return thread.size > 1 or thread.kind == Thread.EXPERIENCE and thread.size == 1


def _hers(thread: Thread, person, rows) -> list[tuple[str, str]]:
    """Where she decides: nobody else sees that. Once a page is in force, it is decided."""
    rows = [row for row in rows if row.origin__article__release is None]
    voice = voice_of(person, thread.pk) if any(row.voice for row in rows) else None
    states: dict = {}
    for row in rows:
        if row.person == person.pk or voice is not None and row.voice == voice:
            states.setdefault(row.origin__article, set()).add(row.state)
    return [
        (_("Darf daraus eine Seite werden? Bitte entscheiden Sie") if Consent.OPEN in said
         else _("Ihr Einverständnis für die Seite daraus ansehen"), f"/praxis/aus/einverstaendnis/{article}/")
        for article, said in states.items()
    ]  # fmt: skip
