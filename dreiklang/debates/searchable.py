"""Debates that can be found, by whoever may read them: the question and the statements that were taken in."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.debates import argument_index
from dreiklang.debates.models import Debate
from dreiklang.foundation.text import to_plain
from dreiklang.index.actions import Entry, put, remove
from dreiklang.index.kinds import Kind

DEBATE = "debate"


def keep(debate: Debate) -> None:
    """Findable as it is now. To be called in the transaction of the change."""
    if debate.is_draft:
        remove(DEBATE, debate.pk)
    else:
        put(_entry(debate))


def _entry(debate: Debate) -> Entry:
    statements = debate.statements.accepted().values_list("text", flat=True)
    return Entry(
        DEBATE, str(debate.pk), debate.readers, debate.path, debate.title,
        text="\n\n".join([to_plain(debate.source), *statements]), date=timezone.localdate(debate.votes_from),
    )  # fmt: skip


def _entries():
    return (_entry(debate) for debate in Debate.objects.filter(is_draft=False).order_by("pk"))


def _readable(ids: list[str], person) -> set[str]:
    found = Debate.objects.visible_to(person).filter(pk__in=ids, is_draft=False)
    return {str(pk) for pk in found.values_list("pk", flat=True)}


KINDS = [Kind(DEBATE, _("Debatten"), _("Debatte"), _entries, _readable), argument_index.KIND]
