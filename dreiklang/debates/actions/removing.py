"""Moderation takes a statement away after a report, or gives it back after an objection."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from dreiklang.debates import searchable
from dreiklang.debates.actions.preparing import lock
from dreiklang.debates.models import Statement
from dreiklang.moderation.models import Decision, Report

EVERY = "debate:every"  # of all debates the same people decide: one place, and nobody asks which there are
TAKES_AWAY = {Decision.HIDE, Decision.REMOVE, Decision.DECLINE}


@transaction.atomic
def set_aside(statement: Statement, what: str, because: str) -> None:
    """Nobody reads, finds or answers it any more, also not in what was published. Its answers stay, for whoever
    objects; why it went stands in its place."""
    debate = lock(statement.debate_id)
    statement = Statement.objects.get(pk=statement.pk)
    if what not in TAKES_AWAY or statement.state == Statement.REMOVED:
        return
    with override("de"):
        why = _("Von der Moderation entfernt: %(kind)s") % {"kind": dict(Report.KINDS)[because]}
    statement.state, statement.reason = Statement.REMOVED, why
    statement.save(update_fields=["state", "reason"])
    searchable.keep(debate)


@transaction.atomic
def restore(statement: Statement, what: str) -> None:
    """As it was before: a statement that can be reported had been taken in."""
    debate = lock(statement.debate_id)
    if what not in TAKES_AWAY:
        return
    Statement.objects.filter(pk=statement.pk, state=Statement.REMOVED).update(state=Statement.ACCEPTED, reason="")
    searchable.keep(debate)
