"""Where somebody stands in a programme: what she has collected, what runs, what she can do. Read by herself alone."""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from dreiklang.events.models import Attendance, Event
from dreiklang.training.equivalents import equivalents
from dreiklang.training.models import BlockDate, BuildingBlock, Confirmation, MakeUp, Programme, Run
from dreiklang.training.progress import TICKED_WITHIN, Ledger, Progress, ledger_of, progress

OPEN, RUNNING, COLLECTED, LOST = "open", "running", "collected", "lost"
ATTENDED, EXCUSED, TO_COME, NOT_YET_TICKED, MISSED = "attended", "excused", "to_come", "not_yet_ticked", "missed"
_STAYS_ON_HEUTE = timedelta(days=30)


class Sitting(NamedTuple):
    """One planned session as it stands for her."""

    session: Event
    state: str
    made_up: MakeUp | None = None  # where she goes instead
    offers: list[Event] = []

    @property
    def can_be_made_up(self) -> bool:
        return self.state in {EXCUSED, MISSED}

    @property
    def is_provided_for(self) -> bool:
        """She goes elsewhere instead, or was there and may still be ticked."""
        there = self.made_up and self.made_up.instead
        return bool(there) and not there.is_cancelled and there.ends > timezone.now() - TICKED_WITHIN

    @property
    def goes_to(self) -> Event | None:
        """Where she is to be, if that is still to come."""
        event = self.made_up.instead if self.made_up else self.session if self.state == TO_COME else None
        return event if event and event.ends > timezone.now() and not event.is_cancelled else None


class Taken(NamedTuple):
    """A block date to which she is to come."""

    date: BlockDate
    progress: Progress
    sittings: list[Sitting]

    @property
    def state(self) -> str:
        if self.progress.is_earned:
            return COLLECTED
        return LOST if self.progress.is_out_of_reach else RUNNING


class Standing(NamedTuple):
    """A building block as it stands for her over all runs, the best of them first."""

    block: BuildingBlock
    state: str
    taken: list[Taken]


class Course(NamedTuple):
    """A programme in which she takes part."""

    programme: Programme
    standings: list[Standing]
    runs: list[Run]

    @property
    def collected(self) -> list[BuildingBlock]:
        return [each.block for each in self.standings if each.state == COLLECTED]

    @property
    def missing(self) -> list[BuildingBlock]:
        """Required blocks that she has not collected."""
        return [each.block for each in self.standings if each.block.is_required and each.state != COLLECTED]

    @property
    def is_complete(self) -> bool:
        return len(self.collected) >= self.programme.least_blocks and not self.missing

    @property
    def next_sitting(self) -> Event | None:
        coming = [event for sitting in self.sittings() if (event := sitting.goes_to)]
        return min(coming, key=lambda event: event.starts, default=None)

    @property
    def to_make_up(self) -> list[Sitting]:
        """What she missed of blocks not yet collected, and can make up elsewhere."""
        return [sitting for sitting in self.sittings() if sitting.offers]

    def sittings(self):
        return (sitting for each in self.standings for taken in each.taken for sitting in taken.sittings)


_BEST = {COLLECTED: 0, RUNNING: 1, LOST: 2, OPEN: 3}


def courses_of(person, programme: Programme | None = None) -> list[Course]:
    """The programmes in which this person takes part, or that one; in as many queries for three blocks as for one."""
    runs = Run.objects.of(person).visible_to(person).select_related("programme").prefetch_related("programme__blocks")
    runs = list(runs.filter(programme=programme) if programme else runs)
    if not runs:
        return []
    dates = list(_dates_of(person).filter(run__in=runs))
    confirmed = _confirmed(person)
    taken = _taken(person, dates, confirmed)
    programmes = {run.programme_id: run.programme for run in runs}
    blocks = [block for programme in programmes.values() for block in programme.blocks.all()]
    standings: dict = {pk: [] for pk in programmes}
    for block in blocks:
        block.programme = programmes[block.programme_id]
        mine = sorted((each for each in taken if each.date.block_id == block.pk), key=lambda each: _BEST[each.state])
        state = COLLECTED if block.pk in confirmed else mine[0].state if mine else OPEN
        standings[block.programme_id].append(Standing(block, state, mine))
    return [
        Course(each, standings[pk], [run for run in runs if run.programme_id == pk]) for pk, each in programmes.items()
    ]


def states_of(person, programme: Programme) -> dict:
    """{building block id: COLLECTED} of what is confirmed to her, for the public pages of a programme, in one query."""
    if not person.is_authenticated:
        return {}
    confirmed = _confirmed(person)
    return {block.pk: COLLECTED for block in programme.blocks.all() if block.pk in confirmed}


def runs_of(person) -> list[Run]:
    """In which she takes part or took part, with their first and last day."""
    return list(Run.objects.of(person).visible_to(person).with_span().select_related("programme"))


def in_short(person, runs: list[Run]) -> list[tuple[Programme, int]]:
    """(programme, number of blocks confirmed to her) of those of her runs that are on, in one query: what stands on
    Heute."""
    still = timezone.now() - _STAYS_ON_HEUTE
    programmes = {run.programme_id: run.programme for run in runs if run.ends is None or run.ends > still}
    if not programmes:
        return []
    standing = Confirmation.objects.of(person).attendance().standing().filter(programme__in=programmes)
    counted = Counter(programme for programme, _block in set(standing.values_list("programme", "block")))
    return [(programme, counted[pk]) for pk, programme in programmes.items()]


def _confirmed(person) -> set:
    """Ids of building blocks that she has collected for good: a confirmation outlives who was there."""
    standing = Confirmation.objects.of(person).attendance().standing()
    return set(standing.exclude(block=None).values_list("block", flat=True))


def _dates_of(person):
    """To which she is to come, as far as others than the team see them."""
    dates = BlockDate.objects.of(person).exclude(event__state=Event.DRAFT).exclude(run__state=Run.DRAFT)
    return dates.select_related("event", "block", "run__programme")


def _taken(person, dates, confirmed) -> list[Taken]:
    ledger = ledger_of(dates, [person])
    counted = progress(dates, [person], ledger)
    earned = {date.block_id for date in dates if counted[date.pk, person.pk].is_earned} | confirmed
    sittings = {pk: [sitting_of(person, each, ledger) for each in sessions] for pk, sessions in ledger.sessions.items()}
    offers = equivalents(
        (date, sitting.session)
        for date in dates
        if date.block_id not in earned
        for sitting in sittings[date.pk]
        if sitting.can_be_made_up and not sitting.is_provided_for
    )
    return [
        Taken(
            date, counted[date.pk, person.pk],
            [each._replace(offers=_still_free(each, sittings[date.pk], offers)) for each in sittings[date.pk]],
        )
        for date in dates
    ]  # fmt: skip


def _still_free(sitting: Sitting, sittings: list[Sitting], offers: dict) -> list[Event]:
    """Without those where she goes instead of another session of the block: one counts once."""
    others = {each.made_up.instead_id for each in sittings if each.made_up and each.session != sitting.session}
    return [event for event in offers.get(sitting.session.pk, []) if event.pk not in others]


def sitting_of(person, session: Event, ledger: Ledger) -> Sitting:
    made_up, state = ledger.instead.get((person.pk, session.pk)), ledger.states.get((person.pk, session.pk))
    there = made_up and ledger.states.get((person.pk, made_up.instead_id))
    if Attendance.PRESENT in (state, there):
        return Sitting(session, ATTENDED, made_up)
    if state == Attendance.EXCUSED:
        return Sitting(session, EXCUSED, made_up)
    now = timezone.now()
    if session.ends > now:
        return Sitting(session, TO_COME, made_up)
    return Sitting(session, MISSED if session.ends < now - TICKED_WITHIN else NOT_YET_TICKED, made_up)
