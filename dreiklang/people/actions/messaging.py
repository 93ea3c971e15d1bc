from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.people.actions.blocking import link_for
from dreiklang.people.limits import is_too_often
from dreiklang.people.models import Person, Release

A_DAY = timedelta(days=1)


@transaction.atomic
def write_to(release: Release, *, subject: str, text: str, public_id: UUID | None = None, by: Person) -> Letter:
    """One letter to whoever has this card. It names the sender and her address; she never learns the other one. Nothing
    but the letter is kept. A second click finds the first letter; other words from the same form are another."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not Release.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=release.pk).first():
        raise Refusal(_("Diese Person ist inzwischen nicht mehr auffindbar. Ihre Nachricht ist nicht hinausgegangen."))
    number = uuid5(public_id or fresh_id(), f"{by.pk} {release.person_id} {subject}\n{text}")
    if letter := Letter.objects.filter(pk=number).first():
        return letter
    if is_too_often(by, "messages", settings.MOST_MESSAGES, A_DAY):
        raise Refusal(
            _("Sie haben heute schon %(n)s Nachrichten geschrieben, mehr gehen an einem Tag nicht hinaus. Bitte senden "
              "Sie diese morgen; bis dahin können Sie den Text bei sich aufheben.") % {"n": settings.MOST_MESSAGES}
        )  # fmt: skip
    recipient = release.person
    return write(
        recipient.email, "letters/colleague_writes.txt",
        {"subject": subject, "text": text, "recipient": recipient, "sender": by, "block": link_for(recipient, by)},
        recipient=recipient.pk,
        language=recipient.language, public_id=number,
    )  # fmt: skip
