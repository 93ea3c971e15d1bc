"""What the applicant does: apply, mend her answers, take the seat that she is offered or pass it on."""

import secrets
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.seats.actions.filling import fill_free_seats, lock
from dreiklang.seats.actions.telling import tell
from dreiklang.seats.models import Answer, Question, Registration, Seats
from dreiklang.seats.models.applying import YES

_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those that are taken for one another


@transaction.atomic
def apply(seats: Seats, member, answers: dict, public_id: UUID | None = None) -> Registration:
    """A member applies. `answers` is {question: text}. Called twice it returns the same application."""
    seats = lock(seats)
    fill_free_seats(seats)  # an offer of hers that lapsed is no longer hers
    if mine := seats.registrations.active().of(member).first():
        return mine
    if not seats.by_application:
        raise Refusal(_("Um diese Plätze bewirbt man sich nicht, man meldet sich an."))
    _require_open(seats)
    application = Registration(id=public_id or fresh_id(), seats=seats, person=member, state=Registration.APPLIED)
    if Registration.objects.filter(pk=application.pk).exists():  # the form of somebody else, or an old one of hers
        application.pk = fresh_id()
    application.line, application.number = application.next_line(), _fresh_number(seats)
    application.save(force_insert=True)
    _keep(application, answers)
    tell(application, "applied")
    return application


@transaction.atomic
def mend(application: Registration, answers: dict) -> Registration:
    """Other answers, as long as the call is open and nobody has decided."""
    seats = lock(application.seats)
    application = Registration.objects.select_related("person").get(pk=application.pk)
    application.seats = seats
    _require_open(seats)
    if application.state != Registration.APPLIED:
        raise Refusal(_("Über Ihre Bewerbung ist entschieden; die Antworten ändern sich nicht mehr."))
    _keep(application, answers)
    return application


@transaction.atomic
def accept(registration: Registration) -> Registration:
    """She takes the seat that she was offered."""
    seats = lock(registration.seats)
    registration = Registration.objects.select_related("person").get(pk=registration.pk)
    registration.seats = seats
    if registration.state == Registration.CONFIRMED:
        return registration
    if not registration.is_offered:
        raise Refusal(_("Dieses Angebot gilt nicht mehr."))
    if not seats.is_open:
        raise Refusal(_("Das findet nicht statt."))
    registration.state, registration.held_until = Registration.CONFIRMED, None
    registration.save(update_fields=["state", "held_until"])
    if seats.joins and registration.person:
        join(seats.joins, registration.person)
    tell(registration, "confirmed")
    return registration


def _require_open(seats: Seats) -> None:
    if not seats.takes_registrations():
        raise Refusal(_("Die Bewerbungsfrist ist vorbei."))


def _fresh_number(seats: Seats) -> str:
    while True:
        number = "".join(secrets.choice(_SIGNS) for _sign in range(6))
        if not seats.registrations.filter(number=number).exists():
            return number


def _keep(application: Registration, answers: dict) -> None:
    for question in application.seats.questions.asked():
        said = answers.get(question, "").strip()
        if question.is_required and (not said or question.kind == Question.DECLARATION and said != YES):
            raise Refusal(_("Bitte beantworten Sie alle Fragen."), field=question.field_name)
    application.answers.filter(question__in=answers).delete()
    Answer.objects.bulk_create(
        Answer(registration=application, question=question, text=text.strip())
        for question, text in answers.items()
        if text.strip()
    )
