"""Many officers of invented municipalities, for tests of who is asked."""

from dreiklang.people.actions.joining import take_office
from dreiklang.people.models import FieldOfAction, Person
from dreiklang.people.tests.makers import a_person
from dreiklang.places.models import Municipality
from dreiklang.places.tests.makers import a_municipality


def an_officer(number: int, field: FieldOfAction | None = None, **place) -> Person:
    """Somebody with an office; by default in a Stadt of 30,000."""
    person = a_person(f"Person{number} Probe", email=f"person{number}@example.org")
    facts = {"kind": Municipality.STADT, "population": 30_000} | place
    take_office(person, a_municipality(f"Ort {number}", f"99115{number:03d}", **facts), title="Integrationsbeauftragte")
    if field:
        person.fields_of_action.add(field)
    return person


def officers(number: int, **facts) -> list[Person]:
    there = Person.objects.count()
    return [an_officer(there + each, **facts) for each in range(1, number + 1)]
