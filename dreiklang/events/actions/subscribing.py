"""The secret address of somebody's own calendar."""

import secrets

from django.db import transaction

from dreiklang.events.models import CalendarAddress


@transaction.atomic
def make_address(person) -> str:
    """A new token; the address before it ends. It is not kept: whoever loses it makes another."""
    token = secrets.token_urlsafe(32)
    digest = CalendarAddress.digest_of(token)
    CalendarAddress.objects.update_or_create(person=person, defaults={"digest": digest})
    return token


@transaction.atomic
def end_address(person) -> None:
    CalendarAddress.objects.filter(person=person).delete()
