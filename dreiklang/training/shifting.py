"""Where the dates of a run fall when it is held again: every event by as many days, its times of day kept."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.events.models import Event, Part
from dreiklang.foundation.dates import short_day
from dreiklang.letters.quiet_hours import holiday_on
from dreiklang.training.models import BlockDate, BuildingBlock, Run

_A_DAY = timedelta(days=1)


class Move(NamedTuple):
    """One event of the earlier run, and when it takes place in the new one."""

    event: Event
    block: BuildingBlock
    starts: datetime
    ends: datetime
    holds_others: bool  # a block with sessions: these are looked at, and not the time between them
    remarks: list[str]

    @property
    def was(self) -> date:
        return timezone.localdate(self.event.starts)

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts)

    @property
    def is_session(self) -> bool:
        return self.event.part_of_id is not None


def first_day_of(run: Run) -> date | None:
    first = BlockDate.objects.filter(run=run).order_by("event__starts").values_list("event__starts", flat=True).first()
    return timezone.localdate(first) if first else None


def moves_of(earlier: Run, first_day: date) -> list[Move]:
    """Its block dates in order, each followed by its sessions, all as many days later as the first day is. Three
    queries whatever their number."""
    start = first_day_of(earlier)
    if start is None:
        return []
    dates = list(earlier.dates.select_related("event__seats", "block"))
    sessions = _sessions(dates)
    return [
        _move(event, each.block, (first_day - start).days, event.pk in sessions and bool(sessions[event.pk]))
        for each in dates
        for event in (each.event, *sessions[each.event_id])
    ]


def on_days(moves: list[Move], days: dict) -> list[Move]:
    """The same, on other days where the person chose some: {event id: day}."""
    return [
        _move(move.event, move.block, (days.get(move.event.pk, move.day) - move.was).days, move.holds_others)
        for move in moves
    ]


def looked_at(moves: list[Move]) -> list[Move]:
    """The same, with remarks on holidays of the Land, weekends and collisions. Two queries whatever their number."""
    others = _others(moves)
    trainers = _trainers([*(move.event for move in moves), *others])
    return [move._replace(remarks=_remarks(move, moves, others, trainers)) for move in moves]


def shifted(moment: datetime, days: int) -> datetime:
    """So many days later at the same time of day, also across the change of the clocks."""
    local = timezone.localtime(moment)
    return timezone.make_aware(datetime.combine(local.date() + days * _A_DAY, local.time()))


def _sessions(dates) -> dict:
    """{event id of the block date: its sessions}. One that was called off is not held again, unless its block was."""
    sessions: dict = {each.event_id: [] for each in dates}
    cancelled = {each.event_id for each in dates if each.event.is_cancelled}
    parts = Event.objects.filter(part_of__in=sessions).select_related("seats").order_by("starts", "title")
    for part in parts:
        if not part.is_cancelled or part.part_of_id in cancelled:
            sessions[part.part_of_id].append(part)
    return sessions


def _move(event: Event, block: BuildingBlock, further: int, holds_others: bool) -> Move:
    return Move(event, block, shifted(event.starts, further), shifted(event.ends, further), holds_others, [])


# --- what is to be looked at ---


def _remarks(move: Move, moves, others, trainers) -> list[str]:
    remarks = _of_the_days(move)
    if not move.holds_others:
        remarks += _within_the_run(move, moves)
        remarks += [text for other in others for text in _with(move, other, trainers)]
    return list(dict.fromkeys(remarks))


def _of_the_days(move: Move) -> list[str]:
    first, last = move.day, timezone.localdate(move.ends)
    days = [first, last] if move.holds_others else [first + n * _A_DAY for n in range(min((last - first).days, 30) + 1)]
    return [text for day in dict.fromkeys(days) if (text := _of_the_day(day))]


def _of_the_day(day: date) -> str:
    if name := holiday_on(day):
        return _("Feiertag am %(day)s: %(name)s") % {"day": short_day(day), "name": name}
    if day.weekday() >= 5:
        return _("Wochenende: %(day)s") % {"day": short_day(day)}
    if day.month == 12 and day.day in {24, 31}:
        return _("%(day)s: Die Rathäuser sind geschlossen.") % {"day": short_day(day)}
    if (day.weekday() == 4 and holiday_on(day - _A_DAY)) or (day.weekday() == 0 and holiday_on(day + _A_DAY)):
        return _("Brückentag: %(day)s") % {"day": short_day(day)}
    return ""


def _within_the_run(move: Move, moves: list[Move]) -> list[str]:
    """Other dates of the same cohort at the same time, and a session outside its block."""
    remarks = [
        _("Zur selben Zeit in diesem Durchgang: %(title)s") % {"title": other.event.title}
        for other in moves
        if other is not move and not other.holds_others
        if _overlap(move, other) and not _overlap(move.event, other.event)  # what was side by side before may be again
    ]
    block = next((other for other in moves if other.event.pk == move.event.part_of_id), None)
    if block and _is_outside(move, block) and not _is_outside(move.event, block.event):  # unless it was so before
        remarks.append(_("Liegt außerhalb des Blocks: %(title)s") % {"title": block.event.title})
    return remarks


def _is_outside(one, block) -> bool:
    """By days, for an evening may end later than its block."""
    day = timezone.localdate
    return day(one.starts) < day(block.starts) or day(one.ends) > day(block.ends)


def _with(move: Move, other: Event, trainers: dict) -> list[str]:
    """What they share at the same time: a place, a trainer, or that both are blocks for which the network meets."""
    if not _overlap(move, other):
        return []
    facts = {"title": other.title, "when": other.when}
    remarks = [
        _("%(name)s leitet dann schon: %(title)s (%(when)s)") % {"name": name, **facts}
        for name in sorted(trainers.get(_led(move.event), set()) & trainers.get(_led(other), set()))
    ]
    if move.event.place and move.event.place.casefold() == other.place.casefold():
        remarks.append(_("Am selben Ort ist dann schon: %(title)s (%(when)s)") % facts)
    elif other.kind == Event.BLOCK or other.part_of_id:
        whole = other.part_of or other
        remarks.append(
            _("Zur selben Zeit im Netzwerk: %(title)s (%(when)s)") % {"title": whole.title, "when": whole.when}
        )
    return remarks


def _overlap(one, other) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def _others(moves: list[Move]) -> list[Event]:
    """Everything else that takes place between the first and the last new moment; of blocks their sessions."""
    if not moves:
        return []
    span = Q(starts__lt=max(move.ends for move in moves), ends__gt=min(move.starts for move in moves))
    sessions = Event.objects.filter(part_of=OuterRef("pk")).exclude(state=Event.CANCELLED)
    found = Event.objects.filter(span, ~Exists(sessions)).exclude(state=Event.CANCELLED)
    found = found.exclude(pk__in=[move.event.pk for move in moves]).select_related("part_of").order_by("starts")
    return list(found.defer("html", "source", "folded", "part_of__html", "part_of__source", "part_of__folded"))


def _led(event: Event) -> tuple:
    return event.pk, event.part_of_id


def _trainers(events) -> dict:
    """{(event id, id of its block): names of who leads it}; who leads a block leads its sessions."""
    ids = {pk for event in events for pk in _led(event) if pk}
    names: dict = {}
    for pk, name in Part.objects.filter(event__in=ids, role=Part.TRAINER).values_list("event", "person__name"):
        names.setdefault(pk, set()).add(name)
    return {_led(event): names.get(event.pk, set()) | names.get(event.part_of_id, set()) for event in events}
