from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.events.actions import publishing
from dreiklang.events.models import Event
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Group
from dreiklang.seats.actions import calling
from dreiklang.seats.models import Seats
from dreiklang.training.models import BlockDate, Run
from dreiklang.training.shifting import Move, first_day_of, moves_of, on_days, shifted

_COPIED = (
    "title", "kind", "summary", "source", "place", "street", "place_for_registered", "access", "programme", "is_demo",
)  # fmt: skip


@transaction.atomic
def plan_run(
    earlier: Run, title: str, first_day: date, *, by, days: dict | None = None, public_id=None, with_speakers=False
) -> Run:
    """A new run as a draft, with a cohort of its own and drafts of all dates and sessions of the earlier one.

    Each is moved by as many days as the first, or to its day in `days` ({event id: day}); times of day stay. What was
    for the earlier cohort is for the new one. Links, pictures, trainers and who took part are not taken along.
    """
    if public_id and (twin := Run.objects.filter(pk=public_id).first()):
        return twin
    earlier = Run.objects.select_for_update(of=("self",)).select_related("seats", "cohort", "programme").get(
        pk=earlier.pk
    )  # fmt: skip
    start = first_day_of(earlier)
    if start is None:
        raise Refusal(_("Dieser Durchgang hat noch keine Termine, die sich übernehmen lassen."))
    run = Run(pk=public_id or fresh_id(), programme=earlier.programme, title=title, state=Run.DRAFT)
    run.is_demo, run.cohort = earlier.is_demo, Group.objects.create(name=title, kind=Group.COHORT)
    run.seats = _seats_of_run(earlier, run, (first_day - start).days, by=by)
    run.save(force_insert=True)
    _copy_dates(on_days(moves_of(earlier, first_day), days or {}), earlier, run, with_speakers=with_speakers, by=by)
    record(by, "run.planned", f"run:{run.pk}", reason=earlier.title)
    return run


def _copy_dates(moves: list[Move], earlier: Run, run: Run, *, with_speakers: bool, by) -> None:
    copies: dict = {}
    for move in moves:
        event = Event(**{name: getattr(move.event, name) for name in _COPIED}, state=Event.DRAFT)
        event.starts, event.ends = move.starts, move.ends
        event.readers = _for_the_new(move.event.readers, earlier, run)
        was_for_cohort = earlier.cohort_id and move.event.audience_id == earlier.cohort_id
        event.audience = run.cohort if was_for_cohort else move.event.audience
        event.part_of = copies.get(move.event.part_of_id)
        speakers = [(each.name, each.role) for each in move.event.speakers.all()] if with_speakers else []
        copies[move.event.pk] = publishing.save(event, speakers=speakers, seats=_seats_of(move, earlier, run), by=by)
        if not move.is_session:
            BlockDate.objects.create(run=run, block=move.block, event=copies[move.event.pk])


def _seats_of(move: Move, earlier: Run, run: Run) -> dict | None:
    seats = move.event.seats
    if seats is None:
        return None
    further = (move.day - move.was).days
    of_cohort = not move.is_session and seats.joins_id in {None, earlier.cohort_id}
    return {
        "capacity": seats.capacity, "open_to": _for_the_new(seats.open_to, earlier, run), "note": seats.note,
        "closes_at": shifted(seats.closes_at, further) if seats.closes_at else None,
        "joins": run.cohort if of_cohort else seats.joins,
    }  # fmt: skip


def _seats_of_run(earlier: Run, run: Run, further: int, *, by) -> Seats | None:
    """Where one applies to the whole run: as many seats again for the new cohort, with the same call."""
    if (seats := earlier.seats) is None:
        return None
    new = Seats.objects.create(
        capacity=seats.capacity, open_to="team", joins=run.cohort, note=seats.note, title=run.title, address=run.path,
        closes_at=shifted(seats.closes_at, further) if seats.closes_at else None,
    )  # fmt: skip
    return calling.take_over(seats, new, further, by=by) if seats.by_application else new


def _for_the_new(token: str, earlier: Run, run: Run) -> str:
    return run.cohort.token if earlier.cohort and token == earlier.cohort.token else token
