from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.refusal import Refusal
from dreiklang.people.models import Invitation, Office, Person, Tenure
from dreiklang.places.models import Municipality


@transaction.atomic
def accept(
    invitation: Invitation,
    *,
    name: str,
    municipality: Municipality | None,
    function: str,
    fields=(),
    password: str = "",
) -> Person:
    """Make the account that an invitation promises. Single use: a second click finds it used and is refused."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open or Person.objects.filter(email=invitation.email).exists():
        raise Refusal(_("Diese Einladung wurde schon angenommen, zurückgezogen oder ist abgelaufen."))
    person = Person.objects.create_user(
        invitation.email, password or None, name=name.strip(), function=function.strip(), is_team=invitation.as_team
    )
    person.fields_of_action.set(fields)
    if municipality:
        take_office(person, municipality, title=function)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return person


@transaction.atomic
def take_office(person: Person, municipality: Municipality, *, title: str, share=None, association=None) -> Tenure:
    """The person holds the municipality's post from today. An office that stands vacant is taken up, else a new one is
    made; the one she held before ends today."""
    current = person.tenures.current().select_related("office").first()
    if current and current.office.municipality_id == municipality.pk:
        return current
    if current:
        current.held_to = timezone.localdate()
        current.save(update_fields=["held_to"])
    taken = Tenure.objects.current().values("office")
    office = Office.objects.filter(municipality=municipality).exclude(pk__in=taken).first()
    if office is None:
        office = Office.objects.create(
            municipality=municipality, title=title.strip() or "Integrationsbeauftragte", share=share,
            association=association,
        )  # fmt: skip
    return Tenure.objects.create(office=office, person=person)


@transaction.atomic
def change_profile(person: Person, *, name: str, function: str, fields, municipality: Municipality | None) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.name, person.function = name.strip(), function.strip()
    person.save(update_fields=["name", "function"])
    person.fields_of_action.set(fields)
    if municipality:
        take_office(person, municipality, title=function)
    return person
