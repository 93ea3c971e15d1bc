"""The rule of attendance, whole: what of a building block somebody has collected, and what she still can."""

from typing import NamedTuple

from django.utils import timezone

from dreiklang.events.models import TICKED_WITHIN, Attendance, Event
from dreiklang.training.models import MakeUp, Programme


class Progress(NamedTuple):
    """Of one person in one block of one run. Numbers of sessions; the rule counts all that are planned."""

    planned: int
    attended: int  # here, or instead in another run
    excused: int  # announced beforehand, and not attended elsewhere
    at_best: int  # so many count if she comes to everything that is still to come, here or instead
    needed: int
    excused_allowed: int

    @property
    def counted(self) -> int:
        return self.attended + min(self.excused, self.excused_allowed)

    @property
    def is_earned(self) -> bool:
        return self.planned > 0 and self.counted >= self.needed

    @property
    def is_out_of_reach(self) -> bool:
        return self.at_best < self.needed

    @property
    def percent(self) -> int:
        return 100 * self.counted // self.planned if self.planned else 0


def sessions_of(dates) -> dict[int, list[Event]]:
    """{block date id: its planned sessions in order}. A part with seats of its own (the open lecture) is no planned
    session, nor is what was called off; a block without parts is its own session. Two queries at most."""
    dates = list(dates)
    parts = (
        Event.objects.taking_place().filter(part_of__in=[date.event_id for date in dates]).order_by("starts", "title")
    )
    of_events: dict = {date.event_id: [] for date in dates}
    has_parts = set()
    for part in parts:
        has_parts.add(part.part_of_id)
        if part.seats_id is None:
            of_events[part.part_of_id].append(part)
    return {
        date.pk: of_events[date.event_id]
        if date.event_id in has_parts
        else [date.event]
        if not date.event.is_cancelled
        else []
        for date in dates
    }


def progress(dates, people) -> dict[tuple, Progress]:
    """{(block date id, person id): Progress} for block dates (with their event and run's programme) and people, in four
    queries whatever their number."""
    dates, ids = list(dates), [person.pk for person in people]
    sessions = sessions_of(dates)
    planned = [session.pk for each in sessions.values() for session in each]
    instead = {
        (made_up.person_id, made_up.missed_id): made_up.instead
        for made_up in MakeUp.objects.filter(person__in=ids, missed__in=planned).select_related("instead")
    }
    elsewhere = [event.pk for event in instead.values()]
    states = {
        (person, event): state
        for person, event, state in Attendance.objects.filter(person__in=ids, event__in=[*planned, *elsewhere])
        .values_list("person", "event", "state")
    }  # fmt: skip
    return {
        (date.pk, person): _count(date.run.programme, person, sessions[date.pk], states, instead)
        for date in dates
        for person in ids
    }


def needed_of(programme: Programme, planned: int) -> int:
    return -(-planned * programme.least_attendance // 100)


def _count(programme, person, sessions, states, instead) -> Progress:
    attended = excused = still_open = open_excused = 0
    until = timezone.now() - TICKED_WITHIN
    for session in sessions:
        other = instead.get((person, session.pk))
        if Attendance.PRESENT in (states.get((person, session.pk)), other and states.get((person, other.pk))):
            attended += 1
            continue
        is_excused = states.get((person, session.pk)) == Attendance.EXCUSED
        may_come = other.ends >= until and not other.is_cancelled if other else session.ends >= until and not is_excused
        excused += is_excused
        still_open += may_come
        open_excused += may_come and is_excused
    allowed = programme.excused_allowed
    return Progress(
        planned=len(sessions), attended=attended, excused=excused,
        at_best=attended + still_open + min(excused - open_excused, allowed),
        needed=needed_of(programme, len(sessions)), excused_allowed=allowed,
    )  # fmt: skip
