from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.events import searchable
from dreiklang.events.actions.material import forget_file
from dreiklang.events.actions.telling import tell_of_change, tell_speakers
from dreiklang.events.models import Event, Material, Speaker
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import fold, slug, to_html
from dreiklang.index.actions import remove
from dreiklang.seats.actions import describing
from dreiklang.seats.actions.filling import lock
from dreiklang.seats.actions.steering import change_capacity
from dreiklang.seats.models import Seats


@transaction.atomic
def write(event: Event, facts: dict, *, speakers, seats, by, public_id=None, seen: str = "") -> Event:
    """What the team's form says: a new draft (once, whatever is clicked twice), or a change of what it had `seen`.

    `facts` are values of the event's fields, `seen` its `version` when the form was opened. Refused when somebody else
    saved it or changed the number of its seats since; what was typed stays in the form.
    """
    is_new = event._state.adding
    if is_new and public_id:
        if twin := Event.objects.filter(pk=public_id).first():
            return twin
        event.pk = public_id
    current = None if is_new else Event.objects.select_for_update().get(pk=event.pk)
    if current and current.seats:
        current.seats = lock(current.seats)
    if current and seen and current.version != seen:
        raise Refusal(
            _("Inzwischen hat jemand anderes diese Veranstaltung gespeichert. Ihre Angaben stehen noch im Formular; "
              "bitte vergleichen Sie sie mit der Seite, bevor Sie erneut speichern.")
        )  # fmt: skip
    for name, value in facts.items():
        setattr(event, name, value)
    return save(event, speakers=speakers, seats=seats, by=by)


@transaction.atomic
def save(event: Event, *, speakers: list[tuple[str, str]], seats: dict | None, by) -> Event:
    """Write a new event or a change of one. Who is registered hears of a new date or place; calendar entries move.

    `speakers` are (name, role) in order; `seats` is {'capacity', 'open_to', 'closes_at', 'note'}, or None for an event
    without registration.
    """
    before = Event.objects.select_for_update().filter(pk=event.pk).first()
    named, unnamed = _speakers(event, speakers)
    _keep_true(event, named)
    event.has_material = before is not None and before.has_material  # kept elsewhere, perhaps in this moment
    moved = before is not None and _has_moved(event, before)
    if moved:
        event.sequence = before.sequence + 1
    event.save(force_insert=before is None)
    if before and before.picture.name != event.picture.name:
        _delete_file(before.picture)
    for speaker in unnamed:
        speaker.material.update(by_name="")  # with her row goes the link by which she could take her name back
        speaker.delete()
    for speaker in named:
        speaker.save()
    _keep_seats(event, seats, by=by)
    searchable.keep(event)
    if by:
        record(by, "event.saved" if before else "event.written", f"event:{event.pk}")
    if moved and event.state == Event.PUBLISHED and not event.is_over:
        was = (before.starts, before.ends, before.whereabouts)
        if event.seats:
            describing.tell_of_move(event.seats, was=was)
        tell_of_change(event, "event_moved", "REQUEST", was=was)
    if moved and not event.is_cancelled and not event.is_over:
        tell_speakers(event, "your_part_moved")  # of a draft too: who has a link has made plans
    return event


@transaction.atomic
def publish(event: Event, *, by) -> Event:
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.state == Event.DRAFT:
        event.state = Event.PUBLISHED
        event.save(update_fields=["state", "changed_at"])
        searchable.keep(event)
        record(by, "event.published", f"event:{event.pk}")
    return event


@transaction.atomic
def call_off(event: Event, *, reason: str, by, told=frozenset()) -> Event:
    """It does not take place. Everybody who comes is told the reason; the entry leaves their calendars. A block takes
    its sessions along: of those, only who has not been `told` of the block (ids) hears."""
    if not reason.strip():
        raise Refusal(_("Bitte nennen Sie den Grund. Alle Angemeldeten lesen ihn."), field="reason")
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.state == Event.CANCELLED:
        return event
    if event.state == Event.DRAFT:  # a cancelled event is seen by its readers, a draft never
        raise Refusal(_("Ein Entwurf lässt sich nicht absagen: Außer dem Team hat ihn niemand gesehen."))
    if event.is_over:
        raise Refusal(_("Diese Veranstaltung ist vorbei."))
    event.state, event.cancelled_because = Event.CANCELLED, reason.strip()
    event.sequence += 1
    event.save(update_fields=["state", "cancelled_because", "sequence", "changed_at"])
    searchable.keep(event)
    record(by, "event.called_off", f"event:{event.pk}", reason=reason.strip())
    if event.seats:
        describing.describe(event.seats, entry=event.entry_for_those_who_come())
        describing.call_off(event.seats, reason.strip())
    tell_speakers(event, "your_part_called_off")
    told |= tell_of_change(event, "event_called_off", "CANCEL", told, reason=reason.strip())
    for session in event.parts_to_come():
        call_off(session, reason=reason, by=by, told=told)
    return event


@transaction.atomic
def discard(event: Event, *, by) -> None:
    """A draft that nobody but the team has seen goes for good, with its parts."""
    event = Event.objects.select_for_update().filter(pk=event.pk).first()
    if event is None:
        return
    if event.state != Event.DRAFT or event.sessions.exclude(state=Event.DRAFT).exists():
        raise Refusal(_("Nur Entwürfe lassen sich löschen. Was veröffentlicht ist, wird abgesagt."))
    gone = [event, *event.sessions.all()]
    for item in Material.objects.filter(event__in=gone):
        forget_file(item)
    record(by, "event.discarded", f"event:{event.pk}")
    remove(searchable.EVENT, *(each.pk for each in gone))
    event.delete()
    for each in gone:
        _delete_file(each.picture)
        if each.seats:
            each.seats.delete()


def _speakers(event: Event, speakers: list[tuple[str, str]]) -> tuple[list[Speaker], list[Speaker]]:
    """(who is named now, who no longer is). Whoever keeps her name keeps her row: her link, her consent and her
    material hang on it. Another name is another person, and must not find the link of the one before."""
    there: dict[str, list[Speaker]] = {}
    for speaker in Speaker.objects.filter(event=event.pk):
        there.setdefault(speaker.name, []).append(speaker)
    named = []
    for place, (name, role) in enumerate(speakers):
        speaker = there[name].pop(0) if there.get(name) else Speaker(event=event, name=name)
        speaker.role, speaker.order = role, place
        named.append(speaker)
    return named, [speaker for left in there.values() for speaker in left]


def look_up_text(event: Event, speakers) -> str:
    """What a look-up finds is told: nobody who is not announced, no place that others do not read."""
    names = " ".join(speaker.name for speaker in speakers if speaker.is_announced)
    place = "" if event.place_for_registered else event.place
    return fold(f"{event.title} {event.summary} {place} {names}")


def _keep_true(event: Event, speakers: list[Speaker]) -> None:
    event.html = to_html(event.source)
    event.folded = look_up_text(event, speakers)
    if not event.slug:
        wished = slug(event.title)
        taken = wished == "neu" or Event.objects.filter(slug=wished).exclude(pk=event.pk).exists()
        event.slug = f"{wished}-{str(fresh_id())[:8]}" if taken else wished


def _delete_file(picture) -> None:
    """Once it is certain: a file does not come back with what is rolled back."""
    if picture:
        transaction.on_commit(partial(picture.storage.delete, picture.name))


def _has_moved(event: Event, before: Event) -> bool:
    return (event.starts, event.ends, event.place, event.street, event.link) != (
        before.starts, before.ends, before.place, before.street, before.link,
    )  # fmt: skip


def _keep_seats(event: Event, seats: dict | None, *, by) -> None:
    if seats is None:
        return _take_seats_away(event)
    if event.seats is None:
        event.seats = Seats.objects.create(capacity=seats["capacity"], title=event.title, address=event.path)
        event.save(update_fields=["seats"])
    describing.describe(
        event.seats, title=event.title, address=event.path, where=event.whereabouts,
        entry=event.entry_for_those_who_come(), open_to=seats["open_to"], closes_at=seats.get("closes_at"),
        note=seats.get("note", "").strip(), link=event.link, joins=seats.get("joins", event.seats.joins),
    )  # fmt: skip
    event.seats = change_capacity(event.seats, seats["capacity"], by=by)


def _take_seats_away(event: Event) -> None:
    if event.seats is None:
        return
    if event.seats.registrations.active().exists():
        raise Refusal(
            _("Es haben sich schon Personen angemeldet. Die Anmeldung lässt sich nicht mehr abschalten."),
            field="has_seats",
        )
    seats, event.seats = event.seats, None
    event.save(update_fields=["seats"])
    seats.delete()
