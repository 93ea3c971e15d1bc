"""The call: whether and how one applies, what is asked, which seats are reserved. With the first application its rule
stands, for whoever applied did so under it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.seats.actions.filling import fill_free_seats, lock
from dreiklang.seats.models import Draw, Question, Quota, Seats


@transaction.atomic
def call(seats: Seats, *, by, by_application=True, lead="", order=Seats.BY_ARRIVAL, offer_days=7) -> Seats:
    """Say that one applies for these seats, and by which order they are given. The house binds itself to the lot."""
    seats = lock(seats)
    before, after = (seats.by_application, seats.order), (by_application, order)
    if before != after and seats.registrations.exists():
        raise Refusal(
            _("Es gibt schon Anmeldungen oder Bewerbungen. Wie Plätze vergeben werden, ändert sich jetzt nicht mehr."),
            field="by_application" if seats.by_application != by_application else "order",
        )
    seats.by_application, seats.order, seats.lead, seats.offer_days = by_application, order, lead.strip(), offer_days
    seats.save(update_fields=["by_application", "order", "lead", "offer_days"])
    if before != after:
        with translation.override(settings.LANGUAGE_CODE):
            said = str(seats.get_order_display()) if by_application else ""
        record(by, "seats.call", seats.log_name, reason=said)
    if by_application and order == Seats.BY_LOT:
        Draw.objects.get_or_create(seats=seats)
    return seats


@transaction.atomic
def ask(seats: Seats, facts: dict, *, question: Question | None = None) -> Question:
    """A new question, or another wording of one. `facts` are fields of Question."""
    seats = lock(seats)
    has_begun = seats.registrations.exists()
    if question is None and has_begun:
        raise Refusal(_("Es gibt schon Bewerbungen. Eine neue Frage hätten nicht alle beantwortet."))
    if question is None:
        question = Question(seats=seats, order=seats.questions.count())
    allowed = {"label", "help", "is_hidden"} if has_begun else {*facts}
    for name in allowed & {*facts}:
        setattr(question, name, facts[name])
    if question.kind == Question.CHOICE and len(question.options()) < 2:
        raise Refusal(_("Bitte geben Sie mindestens zwei Antworten an, eine je Zeile."), field="choices")
    question.save()
    return question


@transaction.atomic
def drop_question(question: Question) -> None:
    """Only before the first application; later a question can be hidden."""
    seats = lock(question.seats)
    if seats.registrations.exists():
        raise Refusal(_("Es gibt schon Bewerbungen. Sie können die Frage ausblenden."))
    if question.quotas.exists():
        raise Refusal(_("Ein Kontingent hängt an dieser Frage. Bitte ändern Sie zuerst das Kontingent."))
    Question.objects.filter(pk=question.pk).delete()


@transaction.atomic
def reserve(seats: Seats, facts: dict, *, by, quota: Quota | None = None) -> Quota:
    """Reserve places for one kind of applicant, or change that. `facts` are fields of Quota."""
    seats = lock(seats)
    if quota is None:
        quota = Quota(seats=seats, order=seats.quotas.count())
    for name, value in facts.items():
        setattr(quota, name, value)
    quota.is_released = False  # where its day has come already, filling releases it again
    others = sum(other.places for other in seats.quotas.live() if other.pk != quota.pk)
    if others + quota.places > seats.capacity:
        raise Refusal(
            _("Zusammen wären das %(reserved)s reservierte von %(all)s Plätzen.")
            % {"reserved": others + quota.places, "all": seats.capacity},
            field="places",
        )
    quota.save()
    record(by, "seats.quota", seats.log_name, reason=_said(quota))
    fill_free_seats(seats)
    return quota


@transaction.atomic
def drop_quota(quota: Quota, *, by) -> None:
    seats = lock(quota.seats)
    if Quota.objects.filter(pk=quota.pk).delete()[0]:
        record(by, "seats.quota_dropped", seats.log_name, reason=_said(quota))
        fill_free_seats(seats)


def _said(quota: Quota) -> str:
    until = f", bis {quota.released_on:%d.%m.%Y}" if quota.released_on else ""
    return f"{quota.label}: {quota.places} Plätze{until}"


@transaction.atomic
def take_over(earlier: Seats, seats: Seats, further: int, *, by) -> Seats:
    """The call of `earlier` for these seats: order, questions and quotas, whose days move `further` days."""
    seats = call(seats, by=by, lead=earlier.lead, order=earlier.order, offer_days=earlier.offer_days)
    asked = {}
    for question in earlier.questions.asked():
        facts = {name: getattr(question, name) for name in ("kind", "label", "help", "choices", "is_required")}
        asked[question.pk] = ask(seats, facts)
    for quota in earlier.quotas.select_related("question"):
        if quota.question_id is None or quota.question_id in asked:
            facts = {name: getattr(quota, name) for name in ("label", "places", "criterion", "value")}
            day = quota.released_on and quota.released_on + timedelta(days=further)
            reserve(seats, facts | {"question": asked.get(quota.question_id), "released_on": day}, by=by)
    return seats
