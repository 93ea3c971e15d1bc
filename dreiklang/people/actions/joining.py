from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.refusal import Refusal
from dreiklang.people import searchable
from dreiklang.people.models import AccessRequest, Invitation, Office, Person, Tenure
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
        invitation.email,
        password or None,
        name=name.strip(),
        function=function.strip(),
        is_team=invitation.as_team,
        is_member=invitation.as_member,
    )
    person.fields_of_action.set(fields)
    if municipality:
        tenure = take_office(person, municipality, title=function)
        _confirm(tenure, invitation)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return person


def _confirm(tenure: Tenure, invitation: Invitation) -> None:
    """Somebody of the team said yes to her in this office. An invitation alone says nothing of where she works, and
    whoever goes on to another municipality is confirmed there by nobody."""
    asked = AccessRequest.objects.accepted_for(invitation.email)
    if asked and asked.municipality_id == tenure.office.municipality_id:
        tenure.confirmed_on = timezone.localdate(asked.decided_at)
        tenure.save(update_fields=["confirmed_on"])


@transaction.atomic
def take_office(person: Person, municipality: Municipality, *, title: str, share=None, association=None) -> Tenure:
    """The person holds the municipality's post from today. An office that stands vacant is taken up, else a new one is
    made. The one she held before was hers until yesterday; one that began today was a slip of the pen and goes."""
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)  # or two would take the vacant office
    current = person.tenures.current().select_related("office").first()
    if current and current.office.municipality_id == municipality.pk:
        return current
    if current:
        _leave(current)
    taken = Tenure.objects.current().values("office")
    office = Office.objects.filter(municipality=municipality).exclude(pk__in=taken).first()
    if office is None:
        office = Office.objects.create(
            municipality=municipality, title=title.strip() or "Integrationsbeauftragte", share=share,
            association=association,
        )  # fmt: skip
    taken_up = Tenure.objects.create(office=office, person=person)
    searchable.keep(person)
    return taken_up


def _leave(tenure: Tenure) -> None:
    today = timezone.localdate()
    if tenure.held_from == today:
        tenure.delete()
    else:
        tenure.held_to = today - timedelta(days=1)
        tenure.save(update_fields=["held_to"])


@transaction.atomic
def describe_office(tenure: Tenure, *, share: Decimal | None, held_from: date, held_to: date | None) -> Tenure:
    """Size of the post, and from when to when she holds it. With an end that is past the office stands vacant."""
    Person.objects.select_for_update(no_key=True).get(pk=tenure.person_id)  # as everywhere she comes first
    tenure = Tenure.objects.select_for_update(of=("self",)).select_related("office").get(pk=tenure.pk)
    tenure.held_from, tenure.held_to = held_from, held_to
    tenure.save(update_fields=["held_from", "held_to"])
    tenure.office.share = share
    tenure.office.save(update_fields=["share"])
    searchable.keep(tenure.person)
    return tenure


@transaction.atomic
def change_profile(person: Person, *, name: str, function: str, fields, municipality: Municipality | None) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.name, person.function = name.strip(), function.strip()
    person.save(update_fields=["name", "function"])
    person.fields_of_action.set(fields)
    if municipality:
        take_office(person, municipality, title=function)
    searchable.keep(person)
    return person
