"""From what was missing to what is different: needs, proposals for the next run, and "geändert, weil …"."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.training.models import BlockChange, BuildingBlock, Need, Programme, Proposal


def feed(programme: Programme, field, text: str = "", *, origin: str) -> Need:
    """Another room heard of a need: it counts as one naming of the field. `origin` names it there ("question:<id>") and
    leads to no person; fed twice it counts once."""
    need, _is_new = Need.objects.get_or_create(
        programme=programme, field=field, origin=origin, defaults={"text": text[:500]}
    )
    return need


@transaction.atomic
def propose(programme: Programme, text: str, block: BuildingBlock | None, *, by, public_id: UUID | None = None):
    """`public_id` comes with the form, so that a second click finds the first."""
    proposal, is_new = Proposal.objects.get_or_create(
        pk=public_id or fresh_id(), defaults={"programme": programme, "block": block, "text": text}
    )
    if proposal.programme_id != programme.pk:
        raise Refusal(_("Dieses Formular ist schon benutzt worden. Bitte laden Sie die Seite neu."))
    if is_new:
        record(by, "proposal.made", f"proposal:{proposal.pk}")
    return proposal


@transaction.atomic
def decide(proposal: Proposal, state: str, reason: str, *, block=None, change: str = "", by) -> Proposal:
    """Take a proposal or not, with the reason that participants read. Taken into a block, its public page says what is
    different and why. Decided anew, the page says the new."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if state not in {Proposal.TAKEN, Proposal.DECLINED}:
        raise Refusal(_("Bitte wählen Sie, was aus dem Vorschlag wird."), field="state")
    if not reason.strip():
        raise Refusal(_("Bitte nennen Sie den Grund; die Teilnehmenden lesen ihn."), field="reason")
    writes = state == Proposal.TAKEN and block is not None
    if writes and not change.strip():
        raise Refusal(_("Bitte sagen Sie, was sich am Baustein geändert hat."), field="change")
    proposal.state, proposal.reason, proposal.decided_on = state, reason.strip(), timezone.localdate()
    proposal.block = block if writes else proposal.block
    proposal.save()
    if writes:
        BlockChange.objects.update_or_create(
            proposal=proposal, defaults={"block": block, "text": change.strip(), "because": reason.strip()}
        )
    else:
        BlockChange.objects.filter(proposal=proposal).delete()
    record(by, f"proposal.{state}", f"proposal:{proposal.pk}", reason=reason.strip())
    return proposal
