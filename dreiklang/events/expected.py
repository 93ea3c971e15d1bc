"""Who will be there, in kinds and not in names. Small numbers are protected here, before anything is shown."""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.events.models import Event, expected_at
from dreiklang.people.models import FieldOfAction, Person, Tenure
from dreiklang.places.models import Municipality
from dreiklang.places.sizes import NAMES, size_of
from dreiklang.seats.models import Registration

LEAST_PEOPLE = 5  # of fewer nothing is told
LEAST_OF_A_KIND = 3  # fewer of one kind go into the rest
NEWCOMER = timedelta(days=365)
_MOST_FIELDS = 6


class Audience(NamedTuple):
    """Numbers of people; pairs are (what, how many), the most first, the rest last."""

    people: int
    guests: int | None  # without account, of whom nothing else is known; None: too few to tell
    kinds: list[tuple[str, int]]
    sizes: list[tuple[str, int]]  # inhabitants of the municipalities; a Landkreis is none
    newcomers: int | None  # in their post for less than a year; None: too few or too many to tell
    fields: list[tuple[str, int]]


def audience(event: Event) -> Audience | None:
    """Of those who are expected at an event; None below LEAST_PEOPLE. Five queries, whatever their number."""
    people = [person.pk for person in expected_at(event).only("pk")]
    if len(people) < LEAST_PEOPLE:
        return None
    tenures = {
        tenure.person_id: tenure
        for tenure in Tenure.objects.current().filter(person__in=people).select_related("office__municipality")
    }
    places = [tenure.office.municipality for tenure in tenures.values()]
    since = timezone.localdate() - NEWCOMER
    new = sum(tenure.held_from > since for tenure in tenures.values())
    labels = dict(Municipality.KINDS)
    return Audience(
        people=len(people), guests=_guests_of(event),
        kinds=protected(Counter(labels[place.kind] for place in places)),
        sizes=protected(Counter(_size_of(place) for place in places if place.kind != Municipality.LANDKREIS)),
        newcomers=new if LEAST_OF_A_KIND <= new <= len(people) - LEAST_OF_A_KIND else None,
        fields=_fields_of(people),
    )  # fmt: skip


def protected(counts: Counter) -> list[tuple[str, int]]:
    """The counts without small ones: they become one rest, into which the next larger kind goes too where the rest
    would be small itself. Nothing where only the rest would be left, or where all together are too few."""
    if sum(counts.values()) < LEAST_PEOPLE:
        return []
    kept = [(what, number) for what, number in counts.most_common() if number >= LEAST_OF_A_KIND]
    rest = sum(counts.values()) - sum(number for _what, number in kept)
    while kept and 0 < rest < LEAST_OF_A_KIND:
        rest += kept.pop()[1]
    if not kept:
        return []
    return [*kept, (str(_("übrige")), rest)] if rest else kept


def _size_of(place: Municipality) -> str:
    return str(NAMES[size_of(place.population)])


def _guests_of(event: Event) -> int | None:
    confirmed = Registration.objects.filter(seats=event.goes_by_seats, state=Registration.CONFIRMED, person=None)
    guests = confirmed.count() if event.goes_by_seats else 0
    return guests if guests >= LEAST_OF_A_KIND else None


def _fields_of(people) -> list[tuple[str, int]]:
    """What at least so many of them work at, the most first. One person may name many, so there is no rest."""
    named = Person.fields_of_action.through.objects.filter(person__in=people).values_list("fieldofaction", flat=True)
    often = [(slug, number) for slug, number in Counter(named).most_common() if number >= LEAST_OF_A_KIND]
    names = dict(FieldOfAction.objects.values_list("slug", "name"))
    return [(names[slug], number) for slug, number in often[:_MOST_FIELDS]]
