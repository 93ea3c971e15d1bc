"""The whole site, but whether a seat is free is looked up in one transaction and used in the next."""

from django.db import transaction

from dreiklang.foundation.models import fresh_id
from dreiklang.seats.actions import registering
from dreiklang.seats.actions.filling import lock
from dreiklang.seats.models import Registration
from dreiklang.tests.twins import application

__all__ = ["application"]


def register(seats, member, public_id=None):
    is_free = seats.taken() < seats.capacity
    with transaction.atomic():  # the lock is here only to number the line
        registration = Registration(id=public_id or fresh_id(), seats=lock(seats), person=member)
        registration.state = Registration.CONFIRMED if is_free else Registration.WAITING
        registration.line = registration.next_line()
        registration.save(force_insert=True)
        registering.tell(registration, "confirmed" if is_free else "waiting")
    return registration


registering.register = register
