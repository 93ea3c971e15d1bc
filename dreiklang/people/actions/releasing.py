"""Whether the members of the network find a person. She alone decides: nothing here takes another as the actor."""

from django.db import transaction

from dreiklang.index.models import Row
from dreiklang.people.models import Person, Release
from dreiklang.people.searchable import PERSON, keep


@transaction.atomic
def release(
    person: Person, *, shows_function: bool = False, shows_municipality: bool = False, shows_fields: bool = False,
    offer: str = "",
) -> Release:  # fmt: skip
    """She can be found, by her name, and by what else is said here. The card stays at its address while she changes
    what it says."""
    _hold(person)
    card, _is_new = Release.objects.update_or_create(
        person=person,
        defaults={
            "shows_function": shows_function, "shows_municipality": shows_municipality, "shows_fields": shows_fields,
            "offer": offer.strip(),
        },
    )  # fmt: skip
    keep(person)
    return card


@transaction.atomic
def withdraw(person: Person) -> None:
    """Nobody finds her any more, and nothing of the release is kept."""
    _hold(person)
    Release.objects.filter(person=person.pk).delete()
    keep(person)


def _hold(person: Person) -> None:
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def keep_all_true() -> int:
    """The chore: offices end by their date, accounts are locked, registers rename places, and nobody acts then.
    Afterwards the search says no more than the cards. Returns how many people it looked at."""
    released = {str(pk) for pk in Release.objects.values_list("person", flat=True)}
    found = set(Row.objects.filter(kind=PERSON).values_list("object_id", flat=True))
    for pk in released | found:
        with transaction.atomic():
            keep(Person(pk=pk))
    return len(released | found)
