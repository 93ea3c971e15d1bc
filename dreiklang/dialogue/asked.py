"""Questions, found: by their state, field and room, by words, and by likeness to one that is just being asked."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.listing import Leaf
from dreiklang.dialogue.models import Question, Thread
from dreiklang.dialogue.searchable import THREAD
from dreiklang.groups.readers import tokens_of
from dreiklang.index.asking import Asker, ask
from dreiklang.index.queries import equal_words, parse

MOST_FOUND, MOST_SIMILAR, FEWEST_LETTERS = 300, 5, 8
OPEN, ANSWERED, SOLVED = "offen", "beantwortet", "geloest"
STATES = [(OPEN, _("noch ohne Antwort")), (ANSWERED, _("beantwortet")), (SOLVED, _("gelöst"))]
_IN_STATE = {
    OPEN: Q(answered_at=None, closed_at=None),
    ANSWERED: Q(answered_at__isnull=False, accepted=None),
    SOLVED: Q(accepted__isnull=False),
}


@dataclass(frozen=True)
class Wanted:
    """As the address says it; what makes no sense narrows nothing."""

    words: str = ""
    state: str = ""
    field: str = ""
    room: str = ""


def page(person, wanted: Wanted, number: str | None = None) -> Leaf:
    """Newest first. The number is the one in the address."""
    questions = Question.objects.visible_to(person).filter(_IN_STATE.get(wanted.state, Q()))
    if wanted.field:
        questions = questions.filter(field=wanted.field)
    if wanted.room:
        questions = questions.filter(room__slug=wanted.room)
    if wanted.words:
        questions = questions.filter(_having(wanted.words, person))
    return Leaf.of(questions.order_by("-last_at", "-pk"), number)


def _having(words: str, person) -> Q:
    """Found by the search of the house; what stays in its room is not in there, and known by its title alone."""
    kept_inside = Q(stays_inside=True)
    for word in words.replace("\0", " ").split()[:5]:
        kept_inside &= Q(title__icontains=word)
    return Q(pk__in=_found(words, person, MOST_FOUND)) | kept_inside


def _found(words: str, person, most: int, is_typing: bool = False) -> list[str]:
    answer = ask(
        parse(words, equal_words()), Asker(tokens_of(person)), chosen={"kind": THREAD}, most=most, is_typing=is_typing
    )
    return [hit.row.object_id for hit in answer.hits]


def similar(title: str, person) -> list[Thread]:
    """Questions that were asked before, the likest first; none before enough was typed."""
    if len(title.strip()) < FEWEST_LETTERS:
        return []
    ids = _found(title, person, MOST_SIMILAR * 3, is_typing=True)
    there = Question.objects.visible_to(person).filter(pk__in=ids, stays_inside=False).select_related("room")
    by_id = {str(thread.pk): thread for thread in there}
    return [by_id[pk] for pk in ids if pk in by_id][:MOST_SIMILAR]
