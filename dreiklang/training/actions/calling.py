"""The call for a whole run: seats for which one applies; whoever is confirmed belongs to the cohort."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.seats.actions import calling, describing
from dreiklang.seats.actions.steering import change_capacity
from dreiklang.seats.models import Seats
from dreiklang.training import searchable
from dreiklang.training.models import Programme, Run


@transaction.atomic
def open_call(run: Run, *, capacity: int, closes_at: datetime | None, by) -> Seats:
    """So many seats in the run, until a deadline; called again it changes both. Questions, quotas and the order of
    giving are said of the seats themselves."""
    run = Run.objects.select_for_update(of=("self",)).select_related("seats", "cohort").get(pk=run.pk)
    if run.cohort is None:
        raise Refusal(_("Dieser Durchgang hat keine Gruppe, der jemand angehören könnte."))
    if run.seats is None:
        run.seats = Seats.objects.create(capacity=capacity, title=run.title, address=run.path, open_to="team")
        run.save(update_fields=["seats", "changed_at"])
        calling.call(run.seats, by=by)
        record(by, "run.called", f"run:{run.pk}")
    describing.describe(run.seats, closes_at=closes_at, joins=run.cohort)
    change_capacity(run.seats, capacity, by=by)
    return keep_true(run)


@transaction.atomic
def keep_true(run: Run) -> Seats | None:
    """The seats of a run say what the run says: its title, from when to when it goes, and whether it is a draft."""
    run = Run.objects.select_for_update(of=("self",)).select_related("seats", "programme").get(pk=run.pk)
    if run.seats is None:
        return None
    ends = run.dates.aggregate(starts=Min("event__starts"), ends=Max("event__ends"))
    entry = {name: moment.isoformat() for name, moment in ends.items() if moment}
    open_to = "team" if run.is_draft else run.seats.open_to if run.seats.open_to != "team" else "members"
    facts = {"title": run.title, "address": run.path, "entry": entry, "open_to": open_to}
    if any(getattr(run.seats, name) != value for name, value in facts.items()):
        return describing.describe(run.seats, **facts)
    return run.seats


def keep_all_true() -> int:
    """The chore: dates move, and so does the end after which names on seats are forgotten, and what a search knows of
    a run. Returns runs looked at."""
    runs = list(Run.objects.exclude(seats=None))
    for run in runs:
        keep_true(run)
    searchable.keep(*Programme.objects.all())
    return len(runs)
