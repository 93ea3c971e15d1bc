"""Colleagues who can be found, for the tests of the directory and of what is built on it."""

from dreiklang.people.actions.joining import take_office
from dreiklang.people.actions.releasing import release
from dreiklang.people.models import Level, Release
from dreiklang.people.tests.makers import a_person
from dreiklang.places.models import Municipality
from dreiklang.places.tests.makers import a_municipality

ALL = {f"shows_{name}": Level.MEMBERS for name in Release.LEVELS}


def at(place: str, key: str, **fields) -> Municipality:
    return Municipality.objects.filter(key=key).first() or a_municipality(place, key, **fields)


def a_colleague(name: str, municipality: Municipality | None = None, fields=(), **says) -> Release:
    """With everything shown to members, unless `says` says otherwise."""
    person = a_person(name, function=says.pop("function", "Integrationsbeauftragte"))
    person.fields_of_action.set(fields)
    if municipality:
        take_office(person, municipality, title="Integrationsbeauftragte")
    return release(person, **ALL | says)
