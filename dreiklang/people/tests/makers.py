"""The standing cast of the tests. Ada runs the programme, Ben takes part, Cem is a member who has nothing to do with
Ben's things, Olga runs the installation. Everybody is invented."""

from dreiklang.people.models import Person


def a_person(name="Ben Okonkwo", email=None, password=None, **fields) -> Person:
    email = email or f"{name.split()[0].lower()}@example.org"
    return Person.objects.create_user(email, password, name=name, **fields)


def ada(**fields) -> Person:
    return a_person("Ada Lindqvist", is_team=True, **fields)


def ben(**fields) -> Person:
    return a_person("Ben Okonkwo", **fields)


def cem(**fields) -> Person:
    return a_person("Cem Aydoğan", **fields)


def olga(**fields) -> Person:
    return a_person("Olga Petersen", is_operator=True, **fields)
