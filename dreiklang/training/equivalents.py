"""The same session in another run: where somebody can make up for what she missed."""

from django.db.models import Count
from django.utils import timezone

from dreiklang.events.models import Event, Part
from dreiklang.training.models import BlockDate, Run
from dreiklang.training.progress import sessions_of


def equivalents(missed) -> dict:
    """{id of the missed session: sessions of the same building block and title that another run still holds and that
    are not full, soonest first}. `missed` are (block date, session); five queries at most, whatever their number."""
    missed = list(missed)
    if not missed:
        return {}
    others = _others([date for date, _session in missed])
    sessions = sessions_of(others)
    to_come = [session for each in sessions.values() for session in each if session.starts > timezone.now()]
    full = _full(to_come, {session.pk: date for date in others for session in sessions[date.pk]})
    return {
        session.pk: sorted(
            (
                other
                for there in others
                if there.block_id == date.block_id and there.run_id != date.run_id
                for other in sessions[there.pk]
                if other in to_come and other.pk not in full and _says_the_same(other, session, there, date)
            ),
            key=lambda other: other.starts,
        )
        for date, session in missed
    }


def _others(dates) -> list[BlockDate]:
    events = Event.objects.taking_place().upcoming().order_by()
    found = BlockDate.objects.filter(block__in={date.block_id for date in dates}, event__in=events)
    return list(found.filter(run__state=Run.PUBLISHED).select_related("event__seats", "run"))


def _says_the_same(other: Event, session: Event, there: BlockDate, here: BlockDate) -> bool:
    """A block that is its own session is the same whatever it is called; sessions go by their titles."""
    if there.event_id == other.pk and here.event_id == session.pk:
        return True
    return other.title.casefold().split() == session.title.casefold().split()


def _full(sessions, dates) -> set:
    """Ids of sessions without room: the seats of their block are taken, those who join a session counted in."""
    seated = [session for session in sessions if dates[session.pk].event.seats_id]
    if not seated:
        return set()
    counts = Event.seat_counts([dates[session.pk].event for session in seated])
    joining = Part.objects.filter(event__in=[session.pk for session in seated], role=Part.JOINER)
    joiners = dict(joining.values_list("event").annotate(Count("pk")))
    return {
        session.pk
        for session in seated
        if counts[(seats := dates[session.pk].event.seats).pk][0] + joiners.get(session.pk, 0) >= seats.capacity
    }
