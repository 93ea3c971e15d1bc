"""The secret part of the addresses of a person's feeds."""

import secrets

from django.db import transaction

from dreiklang.search.models import FeedAddress


@transaction.atomic
def make_address(person) -> str:
    """A new token; feeds with the one before end. It is not kept: whoever loses it makes another."""
    token = secrets.token_urlsafe(32)
    FeedAddress.objects.update_or_create(person=person, defaults={"digest": FeedAddress.digest_of(token)})
    return token


@transaction.atomic
def end_address(person) -> None:
    FeedAddress.objects.filter(person=person).delete()
