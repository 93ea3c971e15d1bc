"""The whole site, but how many seats are free after an offer was refused is looked up in one transaction and used in
the next."""

from django.db import transaction

from dreiklang.seats.actions import cancelling
from dreiklang.seats.actions.filling import lock, seat, tell_of_seat
from dreiklang.seats.models import Registration
from dreiklang.tests.twins import application

__all__ = ["application"]


def decline(registration):
    Registration.objects.filter(pk=registration.pk).update(state=Registration.DECLINED)
    seats = registration.seats
    free = seats.capacity - seats.taken()
    with transaction.atomic():  # the lock is here only to find the first in line
        for first in lock(seats).registrations.waiting().select_related("person")[: max(0, free)]:
            seat(first, seats)
            tell_of_seat(first)
    return registration


cancelling.decline = decline
