"""Who takes part in a run, and who is expected at one of its dates."""

from typing import NamedTuple

from django.db.models import Q

from dreiklang.events.models import Event, expected_at
from dreiklang.foundation.text import fold
from dreiklang.people.models import Person, Tenure
from dreiklang.seats.models import Registration
from dreiklang.training.models import BlockDate, PendingParticipant, Run


class Expected(NamedTuple):
    name: str
    function: str
    place: str  # of the municipality, as it is called


def participants_of(run: Run):
    """People with an account: a seat in the run, or a place in its cohort."""
    seated = Registration.objects.filter(seats=run.seats_id, state=Registration.CONFIRMED, person__isnull=False)
    taking_part = Q(pk__in=seated.values("person")) if run.seats_id else Q(pk__in=())
    if run.cohort_id:
        taking_part |= Q(pk__in=run.cohort.memberships.standing().values("person"))
    return Person.objects.filter(taking_part).order_by("name")


def expected(event: Event) -> list[Expected]:
    """Everybody with a place at this event, by name: people, guests without account, and where the whole cohort comes
    whoever stands on the list of the run and has no account yet. Nobody's presence."""
    people = list(expected_at(event))
    found = [*_said_of(people)]
    if event.goes_by_seats:
        guests = Registration.objects.filter(seats=event.goes_by_seats, state=Registration.CONFIRMED, person=None)
        found += [Expected(name, "", "") for name in guests.exclude(guest_name="").values_list("guest_name", flat=True)]
    if event.goes_by_seats is None:
        found += _pending_of(event)
    return sorted(found, key=lambda one: fold(one.name))


def _said_of(people) -> list[Expected]:
    tenures = Tenure.objects.current().filter(person__in=[person.pk for person in people])
    offices = {each.person_id: each.office for each in tenures.select_related("office__municipality__district")}
    return [
        Expected(each.name, each.function, offices[each.pk].municipality.label if each.pk in offices else "")
        for each in people
    ]


def _pending_of(event: Event) -> list[Expected]:
    runs = BlockDate.objects.filter(event__in=filter(None, (event.pk, event.part_of_id))).values("run")
    return _as_expected(PendingParticipant.objects.filter(run__in=runs))


def _as_expected(pending) -> list[Expected]:
    return [Expected(each.name, each.function, each.place) for each in pending]
