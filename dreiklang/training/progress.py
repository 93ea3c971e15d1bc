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
    def is_at_the_edge(self) -> bool:
        """After what she has missed, one more absence would be too much."""
        return not self.is_earned and self.needed == self.at_best < self.planned

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


class Ledger(NamedTuple):
    """What is known of some people in some block dates, read once."""

    sessions: dict[int, list[Event]]  # {block date id: its planned sessions}
    states: dict[tuple, str]  # {(person id, event id): state of attendance}
    instead: dict[tuple, MakeUp]  # {(person id, id of the missed session): where she goes instead}


def ledger_of(dates, people) -> Ledger:
    """Three queries whatever the number of dates (with their event) and people."""
    ids, sessions = [person.pk for person in people], sessions_of(dates)
    planned = [session.pk for each in sessions.values() for session in each]
    made_up = MakeUp.objects.filter(person__in=ids, missed__in=planned).select_related("instead")
    instead = {(each.person_id, each.missed_id): each for each in made_up}
    elsewhere = [each.instead_id for each in instead.values()]
    there = Attendance.objects.filter(person__in=ids, event__in=[*planned, *elsewhere])
    states = {(person, event): state for person, event, state in there.values_list("person", "event", "state")}
    return Ledger(sessions, states, instead)


def progress(dates, people, ledger: Ledger | None = None) -> dict[tuple, Progress]:
    """{(block date id, person id): Progress} for block dates (with their event and run's programme) and people, in
    three queries whatever their number, or by a ledger that was read already."""
    dates = list(dates)
    ledger = ledger or ledger_of(dates, people)
    return {
        (date.pk, person.pk): _count(date.run.programme, person.pk, ledger.sessions[date.pk], ledger)
        for date in dates
        for person in people
    }


def needed_of(programme: Programme, planned: int) -> int:
    return -(-planned * programme.least_attendance // 100)


def _count(programme, person, sessions, ledger: Ledger) -> Progress:
    attended = excused = still_open = open_excused = 0
    until = timezone.now() - TICKED_WITHIN
    for session in sessions:
        made_up = ledger.instead.get((person, session.pk))
        states, other = ledger.states, made_up and made_up.instead
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
