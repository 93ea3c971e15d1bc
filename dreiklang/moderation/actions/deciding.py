"""A case is decided, with a reason; whoever objects is heard by somebody else."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.secret_links import seal
from dreiklang.letters.actions.writing import write
from dreiklang.moderation import log, things
from dreiklang.moderation.models import Appeal, Case, Decision, Suspension
from dreiklang.moderation.rules import may_decide, may_object
from dreiklang.moderation.things import Thing

PURPOSE = "decision"  # of the sealed link by which the author objects


@transaction.atomic
def decide(case: Case, *, what: str, because: str, reason: str, days: int | None = None, by) -> Decision:
    """Of two who decide at once the second hears that it is decided."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.state != Case.OPEN:
        raise Refusal(_("Über diese Meldung ist inzwischen entschieden."))
    if not reason.strip():
        raise Refusal(_("Bitte geben Sie einen Grund an. Wer den Beitrag geschrieben hat, liest ihn."), field="reason")
    if what == Decision.SUSPEND and not days:
        raise Refusal(_("Bitte geben Sie an, für wie viele Tage."), field="days")
    thing = things.find([case.target]).get(case.target)
    if not may_decide(by, case, thing):
        raise Refusal(_("Über einen eigenen Beitrag entscheidet jemand anderes."))
    return settle(case, thing, what=what, because=because, reason=reason, days=days, by=by)


def settle(case: Case, thing: Thing | None, *, what, because, reason, by, days=None) -> Decision:
    """Within the transaction of whoever holds the case: write the decision down, carry it out, tell the author."""
    decision = Decision.objects.create(
        case=case, what=what, because=because, reason=reason.strip(), by=by.pk,
        days=days if what == Decision.SUSPEND else None,
    )  # fmt: skip
    case.state = Case.CLOSED if what == Decision.NOTHING or thing is None else Case.DECIDED
    case.save(update_fields=["state"])
    if thing is not None and what != Decision.NOTHING:
        things.room_of(case.target).set_aside(case.target, what, because)
    if what == Decision.SUSPEND and thing is not None and (who := thing.voice or (thing.author and thing.author.pk)):
        until = timezone.now() + timedelta(days=days)
        Suspension.objects.create(decision=decision, place=case.place, who=who, until=until)
    log.append(by, f"case.{what}", f"case:{case.pk}", reason)
    if thing is not None and what != Decision.NOTHING:
        _tell(thing, decision, "letters/moderated.txt")
    return decision


def _tell(thing: Thing, decision: Decision, template: str, **more) -> None:
    """By letter, to whoever wrote under her name. To a voice nobody writes: a letter at the hour of the decision would
    join her to the thread for whoever sees the outbox. She finds the decision beside her post, and on Heute."""
    author = thing.author
    if author is None or not author.is_active:
        return
    write(
        author.email, template,
        {
            "person": author, "thing": thing, "decision": decision,
            "link": f"{settings.SITE_URL}{thing.objections}{seal(decision.pk, PURPOSE)}/", **more,
        }, recipient=author.pk, language=author.language,
    )  # fmt: skip


@transaction.atomic
def object_to(decision: Decision, *, words: str, person=None) -> Appeal:
    """The author objects, once, within thirty days. `person` is who she is where that is known."""
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    decision = Decision.objects.select_related("case").get(pk=decision.pk)
    if there := Appeal.objects.filter(decision=decision).first():
        return there
    if not may_object(decision):
        raise Refusal(_("Gegen diese Entscheidung ist kein Einspruch mehr möglich."))
    if not words.strip():
        raise Refusal(_("Bitte schreiben Sie, warum Sie die Entscheidung für falsch halten."), field="words")
    appeal = Appeal.objects.create(decision=decision, words=words.strip(), person=person and person.pk)
    case.state = Case.APPEALED
    case.save(update_fields=["state"])
    log.append(None, "appeal.made", f"case:{case.pk}")
    return appeal


@transaction.atomic
def decide_appeal(case: Case, *, outcome: str, reason: str, by) -> Appeal:
    """By somebody else than who decided first. Upheld, it is as if that had not been decided."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.state != Case.APPEALED:
        raise Refusal(_("Über diesen Einspruch ist inzwischen entschieden."))
    thing = things.find([case.target]).get(case.target)
    if not may_decide(by, case, thing):
        raise Refusal(_("Über einen Einspruch entscheidet jemand anderes als beim ersten Mal."))
    if not reason.strip():
        raise Refusal(_("Bitte geben Sie einen Grund an. Wer den Beitrag geschrieben hat, liest ihn."), field="reason")
    appeal = Appeal.objects.select_related("decision").get(decision__case=case, outcome="")
    appeal.outcome, appeal.reason = outcome, reason.strip()
    appeal.decided_by, appeal.decided_at = by.pk, timezone.now()
    appeal.save()
    case.state = Case.CLOSED
    case.save(update_fields=["state"])
    if outcome == Appeal.UPHELD:
        Suspension.objects.filter(decision=appeal.decision).delete()
        if thing is not None:
            things.room_of(case.target).restore(case.target, appeal.decision.what)
    log.append(by, f"appeal.{outcome}", f"case:{case.pk}", reason)
    if thing is not None:
        _tell(thing, appeal.decision, "letters/appeal_decided.txt", appeal=appeal)
    return appeal
