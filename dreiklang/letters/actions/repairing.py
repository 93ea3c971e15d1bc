from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter


@transaction.atomic
def send_again(letter: Letter, *, by) -> Letter:
    """Put an undelivered letter back to the front of the outbox."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.state == Letter.SENT:
        raise Refusal(_("Dieser Brief ist inzwischen angekommen."))
    if letter.state == Letter.WITHDRAWN:
        raise Refusal(_("Dieser Brief wurde inzwischen zurückgezogen."))
    letter.state, letter.attempts, letter.not_before = Letter.WAITING, 0, timezone.now()
    letter.save(update_fields=["state", "attempts", "not_before"])
    record(by, "letter.again", f"letter:{letter.pk}")
    return letter


@transaction.atomic
def withdraw(letter: Letter, *, by) -> Letter:
    """Give up on a letter for good: the address is wrong, or the matter settled otherwise."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.state in {Letter.WAITING, Letter.FAILED}:
        letter.state = Letter.WITHDRAWN
        letter.save(update_fields=["state"])
        record(by, "letter.withdrawn", f"letter:{letter.pk}")
    return letter
