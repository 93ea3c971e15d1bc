"""Taking no more messages from somebody. She alone knows: neither the other hears of it nor does the log."""

from uuid import UUID

from django.db import transaction

from dreiklang.foundation.secret_links import seal, unseal
from dreiklang.people.models import Block, Person

PURPOSE = "block"


def link_for(recipient: Person, sender: Person) -> str:
    """For the letter that brings a message: whoever received it need not sign in to take no more of them."""
    return f"/nachrichten/sperre/{seal(f'{recipient.pk}.{sender.pk}', PURPOSE)}/"


def people_of(token: str) -> tuple[Person, Person] | None:
    """(who received, who sent), or None for a token that is none, or of somebody who is gone."""
    said = unseal(token, PURPOSE)
    if said is None:
        return None
    person, whom = (Person.objects.filter(pk=UUID(pk)).first() for pk in said.split("."))
    return (person, whom) if person and whom else None


@transaction.atomic
def block(person: Person, whom: Person) -> Block:
    return Block.objects.get_or_create(person=person, whom=whom)[0]


@transaction.atomic
def unblock(person: Person, whom: Person) -> None:
    Block.objects.filter(person=person, whom=whom).delete()
