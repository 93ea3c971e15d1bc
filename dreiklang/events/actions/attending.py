"""Who was there. None of this is logged: the log never says who attended."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.events.codes import is_right
from dreiklang.events.models import Attendance, Event, code_showing, expected_at, is_expected, ticking
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


@transaction.atomic
def check_in(event: Event, person, typed: str) -> Attendance:
    """She says herself that she is there, by the code on the wall. Called twice it changes nothing."""
    event = _lock_for(event, person)
    window = code_showing(event)
    if window.is_ahead:
        raise Refusal(_("Das geht erst ab %(when)s.") % {"when": moment(window.opens)}, field="code")
    if window.is_over:
        raise Refusal(
            _("Dafür ist es zu spät. Bitten Sie die Leitung, Sie nachzutragen; das geht drei Tage lang."), field="code"
        )
    if not is_right(event, typed, timezone.now()):
        raise Refusal(_("Dieser Code gilt nicht oder nicht mehr. Bitte geben Sie ein, was jetzt gezeigt wird."),
                      field="code")  # fmt: skip
    return Attendance.objects.update_or_create(event=event, person=person, defaults={"state": Attendance.PRESENT})[0]


@transaction.atomic
def excuse(event: Event, person) -> Attendance:
    """She says beforehand that she cannot come. Her seat stays hers; that she was there wins over it."""
    event = _lock_for(event, person)
    _require_ahead(event)
    mine, _is_new = Attendance.objects.get_or_create(event=event, person=person, defaults={"state": Attendance.EXCUSED})
    if mine.state == Attendance.PRESENT:
        raise Refusal(_("Sie sind schon als anwesend eingetragen."))
    return mine


@transaction.atomic
def come_after_all(event: Event, person) -> None:
    """She takes her absence back."""
    event = _lock_for(event, person)
    _require_ahead(event)
    Attendance.objects.filter(event=event, person=person, state=Attendance.EXCUSED).delete()


def _require_ahead(event: Event) -> None:
    if timezone.now() >= event.starts:
        raise Refusal(_("Die Veranstaltung hat begonnen. Bitte sprechen Sie mit der Leitung."))


def _lock_for(event: Event, person) -> Event:
    event = _lock(event)
    if not is_expected(person, event):
        raise Refusal(_("Sie stehen nicht auf der Liste dieser Veranstaltung."))
    return event


def _lock(event: Event) -> Event:
    """SQLite takes it with the transaction (IMMEDIATE), PostgreSQL with the row."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.state != Event.PUBLISHED:
        raise Refusal(_("Diese Veranstaltung findet nicht statt."))
    if event.sessions.taking_place().exists():
        raise Refusal(_("Anwesenheit gilt für die einzelnen Teile dieses Blocks."))
    return event
