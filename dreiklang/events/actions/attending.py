"""Who was there. None of this is logged: the log never says who attended."""

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.events.models import Attendance, Event, expected_at, ticking
from dreiklang.foundation.dates import moment
from dreiklang.foundation.refusal import Refusal


@transaction.atomic
def tick(event: Event, changes: dict) -> None:
    """What a trainer changed on her list: {person id: state, or "" for none}. What she did not touch stays as it is,
    so that two trainers at once do not undo each other. Strangers to the event are left out."""
    event = _lock(event)
    window = ticking(event)
    if window.is_ahead:
        raise Refusal(_("Anwesenheit lässt sich ab %(when)s festhalten.") % {"when": moment(window.opens)})
    if window.is_over:
        raise Refusal(_("Die drei Tage nach der Veranstaltung sind um; die Liste ist geschlossen."))
    hers = Attendance.objects.filter(event=event)
    for pk in expected_at(event).filter(pk__in=changes).values_list("pk", flat=True):
        if state := changes[pk]:
            hers.update_or_create(event=event, person_id=pk, defaults={"state": state})
        else:
            hers.filter(person=pk).delete()


def _lock(event: Event) -> Event:
    """SQLite takes it with the transaction (IMMEDIATE), PostgreSQL with the row."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.state != Event.PUBLISHED:
        raise Refusal(_("Diese Veranstaltung findet nicht statt."))
    if event.sessions.taking_place().exists():
        raise Refusal(_("Anwesenheit gilt für die einzelnen Teile dieses Blocks."))
    return event
