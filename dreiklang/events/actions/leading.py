"""Who leads an event: named by the team, told by letter, kept in the log."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.events.models import Event, Part, ticking
from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.actions.writing import write


@transaction.atomic
def name_trainer(event: Event, person, *, by) -> Part:
    """She leads it from now on, a block with all its sessions. Named twice she is told once. Once the list is closed,
    being named would only serve to read who was absent: refused, but to the console (`by` is None)."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    if by and ticking(event).is_over:
        raise Refusal(_("Diese Veranstaltung ist vorbei und ihre Liste geschlossen; es kommt keine Leitung mehr dazu."))
    part, is_new = Part.objects.get_or_create(event=event, person=person, role=Part.TRAINER)
    if is_new:
        record(by, "trainer.named", f"event:{event.pk}", about=person.pk)
        _tell(event, person, "trainer_named")
    return part


@transaction.atomic
def release_trainer(part: Part, *, by) -> None:
    """She does not lead it any more, and reads no longer who was there."""
    if not Part.objects.filter(pk=part.pk, role=Part.TRAINER).delete()[0]:
        return
    record(by, "trainer.released", f"event:{part.event_id}", about=part.person_id)
    _tell(part.event, part.person, "trainer_released")


def _tell(event: Event, person, letter: str) -> None:
    write(
        person.email, f"letters/{letter}.txt",
        {"event": event, "name": person.name, "page": settings.SITE_URL + event.path},
        recipient=person.pk, language=person.language, quietly=True,
    )  # fmt: skip
