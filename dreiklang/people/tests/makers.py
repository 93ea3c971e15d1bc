"""The standing cast of the tests. Ada runs the programme, Ben takes part, Cem is a member who has nothing to do with
Ben's things, Olga runs the installation. Everybody is invented."""

from dreiklang.foundation.secret_links import seal
from dreiklang.people.actions import inviting
from dreiklang.people.models import AccessRequest, FieldOfAction, Invitation, Person
from dreiklang.places.models import Municipality
from dreiklang.places.tests.makers import a_municipality


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


def an_invitation(email="nele@example.org", name="", by=None, as_team=False) -> Invitation:
    inviter = by or Person.objects.filter(is_team=True).first() or ada()
    return inviting.invite(email, name, by=inviter, as_team=as_team)


def link_of(invitation: Invitation) -> str:
    """The path that stands in the letter."""
    return f"/einladung/{seal(invitation.pk, 'invitation')}/"


def a_request(email="ruth@example.org", name="Ruth Rieger", message="") -> AccessRequest:
    place = Municipality.objects.first() or a_municipality()
    return inviting.ask_for_access(name, email, place, "Integrationsbeauftragte", message)


def a_field(name="Sprache", slug=None, order=0) -> FieldOfAction:
    return FieldOfAction.objects.create(slug=slug or name.lower(), name=name, facet="Thema", order=order)
