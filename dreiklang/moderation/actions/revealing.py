"""Two moderators of one place agree to say who speaks as a voice: one proposes, the other confirms."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.foundation.refusal import Refusal
from dreiklang.moderation import log
from dreiklang.moderation.models import RevealRequest


@transaction.atomic
def propose(voice: UUID, place: str, *, reason: str, by) -> RevealRequest:
    """Proposed again within its time, the same request."""
    if not reason.strip():
        raise Refusal(_("Bitte geben Sie einen Grund an. Die betroffene Person liest ihn."), field="reason")
    if there := RevealRequest.objects.open().filter(voice=voice).first():
        return there
    request = RevealRequest.objects.create(voice=voice, place=place, first=by.pk, reason=reason.strip())
    log.append(by, "reveal.proposed", f"reveal:{request.pk}", reason)
    return request
