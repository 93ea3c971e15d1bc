"""Letters of a kind that somebody does not want: declined in her account, or by the link in each, signed in or not."""

from django.db import transaction

from dreiklang.exchange.models import Declined, Unsent
from dreiklang.foundation.secret_links import seal, unseal
from dreiklang.people.models import Person

_PLACES = {Declined.CIRCULARS: "rundschreiben", Declined.SIGNALS: "signale"}


def declines(person, kind: str) -> bool:
    return Declined.objects.filter(person=person, kind=kind).exists()


@transaction.atomic
def decline(person, kind: str) -> None:
    Declined.objects.get_or_create(person=person, kind=kind)
    if kind == Declined.CIRCULARS:
        Unsent.objects.filter(person=person).delete()


@transaction.atomic
def accept_again(person, kind: str) -> None:
    Declined.objects.filter(person=person, kind=kind).delete()


def decline_path(person, kind: str) -> str:
    return f"/austausch/{_PLACES[kind]}/abbestellen/{seal(person.pk, f'no {kind}')}/"


def person_of(token: str, kind: str) -> Person | None:
    """None for a link that is forged or of another kind, and for somebody who is gone."""
    said = unseal(token, f"no {kind}")
    return Person.objects.filter(pk=said).first() if said else None
