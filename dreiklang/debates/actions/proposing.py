"""Statements: sown by those who prepare, proposed by those who take part, taken in or not, with a reason for all."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.debates import phases, searchable
from dreiklang.debates.actions.preparing import lock, next_number
from dreiklang.debates.models import Debate, Statement, Vote
from dreiklang.debates.rules import may_look_after, may_take_part
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import fold
from dreiklang.letters.actions.writing import write

MOST_WAITING = 5  # of one person at a time: a debate is no place to unload


@transaction.atomic
def seed(debate: Debate, text: str, *, by, public_id=None) -> Statement:
    debate = lock(debate.pk)
    if not may_look_after(by, debate) or not debate.allows(phases.SEED):
        raise Refusal(_("Dazu nimmt diese Debatte keine Aussagen mehr auf."))
    return _added(debate, text, public_id, state=Statement.ACCEPTED, is_seed=True)


@transaction.atomic
def propose(debate: Debate, text: str, *, by=None, public_id=None) -> Statement:
    """By somebody who takes part; by a guest without a name. It waits until somebody takes it in."""
    debate = lock(debate.pk)
    if not debate.allows(phases.PROPOSE):
        raise Refusal(_("Aussagen werden gerade nicht gesammelt."))
    if by is not None and not may_take_part(by, debate):
        raise Refusal(_("An dieser Debatte nehmen Sie nicht teil."))
    hers = debate.statements.waiting().filter(proposer=by).exclude(pk=public_id).count() if by is not None else 0
    if hers >= MOST_WAITING:
        raise Refusal(
            _("Es warten schon %(n)s Aussagen von Ihnen. Sobald darüber entschieden ist, schlagen Sie weitere vor.")
            % {"n": hers}, field="text",
        )  # fmt: skip
    return _added(debate, text, public_id, proposer=by)


def _added(debate: Debate, text: str, public_id, **facts) -> Statement:
    if public_id and (twin := debate.statements.filter(pk=public_id).first()):
        return twin
    text = " ".join(text.split())
    if not text:
        raise Refusal(_("Bitte schreiben Sie eine Aussage."), field="text")
    if any(fold(other) == fold(text) for other in debate.statements.values_list("text", flat=True)):
        raise Refusal(_("Diese Aussage gibt es schon."), field="text")
    statement = Statement.objects.create(
        pk=public_id or fresh_id(), debate=debate, number=next_number(debate), text=text, **facts
    )
    searchable.keep(debate)
    return statement


@transaction.atomic
def take_in(statement: Statement, *, by) -> Statement:
    return _decide(statement, Statement.ACCEPTED, "", by)


@transaction.atomic
def decline(statement: Statement, reason: str, *, by) -> Statement:
    """With a reason, which everybody reads beside the rules, and which whoever proposed it gets by letter."""
    if not reason.strip():
        raise Refusal(_("Bitte sagen Sie, warum. Der Grund steht für alle unter der Debatte."), field="reason")
    return _decide(statement, Statement.DECLINED, reason.strip(), by)


def _decide(statement: Statement, state: str, reason: str, by) -> Statement:
    debate = lock(statement.debate_id)
    statement = Statement.objects.select_related("proposer").get(pk=statement.pk)
    if not may_look_after(by, debate) or not debate.allows(phases.DECIDE):
        raise Refusal(_("Darüber entscheidet gerade niemand mehr."))
    if statement.state == state and statement.reason == reason:
        return statement
    if statement.state != Statement.WAITING:
        raise Refusal(_("Über diese Aussage ist schon entschieden."))
    proposer = statement.proposer
    statement.state, statement.reason, statement.proposer = state, reason, None
    statement.save(update_fields=["state", "reason", "proposer"])
    searchable.keep(debate)
    record(by, f"statement.{state}", f"debate:{debate.pk}", statement.pk, reason)
    if proposer is not None and proposer.is_active:
        write(
            proposer.email, "letters/statement_decided.txt",
            {"person": proposer, "debate": debate, "statement": statement,
             "address": f"{settings.SITE_URL}{debate.path}"},
            recipient=proposer.pk, language=proposer.language, quietly=True,
        )  # fmt: skip
    return statement


@transaction.atomic
def mend(statement: Statement, text: str, *, by) -> Statement:
    """A typo, before anybody answered it: afterwards its answers would be answers to something else."""
    debate = lock(statement.debate_id)
    if not may_look_after(by, debate):
        raise Refusal(_("Schreibfehler verbessert, wer die Debatte betreut."))
    if not debate.allows(phases.MEND) or Vote.objects.filter(statement=statement).exists():
        raise Refusal(
            _("Über diese Aussage stimmt schon jemand ab. Sie bleibt, wie sie ist; Sie können eine neue aufnehmen.")
        )
    statement.text = " ".join(text.split())
    statement.save(update_fields=["text"])
    searchable.keep(debate)
    record(by, "statement.mended", f"debate:{debate.pk}", statement.pk)
    return statement
