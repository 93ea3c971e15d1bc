"""Secret addresses: of a calendar, of feeds. `kind` is the model of a room, a people.models.SecretAddress."""

import secrets

from django.db import transaction


@transaction.atomic
def make_address(kind, person) -> str:
    """A new token; the address before it ends. It is not kept: whoever loses it makes another."""
    token = secrets.token_urlsafe(32)
    kind.objects.update_or_create(person=person, defaults={"digest": kind.digest_of(token)})
    return token


@transaction.atomic
def end_address(kind, person) -> None:
    kind.objects.filter(person=person).delete()
