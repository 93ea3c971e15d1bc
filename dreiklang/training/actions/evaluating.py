"""Asking those who were in a block, without learning who said what."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.events.models import Event
from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.actions.writing import write
from dreiklang.training.models import BlockDate, Evaluation, Question, Run, Ticket
from dreiklang.training.results import LEAST

LONGEST = 60  # days that an evaluation may be open
REMINDED = timedelta(days=3)  # before it closes
STATEMENTS = (
    "Der Baustein hat mir für meine Arbeit geholfen.",
    "Wissenschaft und Praxis waren gut miteinander verbunden.",
    "Es gab genug Zeit für den Austausch mit Kolleginnen und Kollegen.",
    "Organisation und Ablauf haben gestimmt.",
)
OPEN_QUESTIONS = ("Was hat Ihnen geholfen?", "Was hat gefehlt?")
FIELDS_QUESTION = "Welche Handlungsfelder brauchen mehr Raum?"


@transaction.atomic
def word(date: BlockDate, statements, open_questions, *, asks_fields=True, days=14, by) -> Evaluation:
    """The team says what will be asked. Only before it opens: answers belong to the words they were given to."""
    evaluation = _lock(date)
    if evaluation.open_since:
        raise Refusal(_("Die Rückmeldung ist schon geöffnet; ihre Fragen bleiben jetzt, wie sie sind."))
    evaluation.days = days
    evaluation.save(update_fields=["days"])
    _put_questions(evaluation, statements, open_questions, asks_fields)
    record(by, "evaluation.worded", f"evaluation:{evaluation.pk}")
    return evaluation


def _lock(date: BlockDate) -> Evaluation:
    Evaluation.objects.get_or_create(date=date)
    return Evaluation.objects.select_for_update().get(date=date)


def _put_questions(evaluation, statements, open_questions, asks_fields) -> None:
    wanted = [(Question.SCALE, text) for text in statements]
    wanted += [(Question.FIELDS, FIELDS_QUESTION)] if asks_fields else []
    wanted += [(Question.TEXT, text) for text in open_questions]
    evaluation.questions.all().delete()
    Question.objects.bulk_create(
        Question(evaluation=evaluation, order=order, kind=kind, text=text)
        for order, (kind, text) in enumerate(wanted, start=1)
    )


def tend() -> None:
    """The chore: open what is due, remind once before it closes."""
    now = timezone.now()
    over = BlockDate.objects.filter(
        Q(evaluation=None) | Q(evaluation__open_since=None), run__state=Run.PUBLISHED, event__state=Event.PUBLISHED,
        event__ends__lte=now, event__ends__gt=now - timedelta(days=LONGEST),
    )  # fmt: skip
    for date in over.select_related("event", "run", "block"):
        open_evaluation(date)
    running = Evaluation.objects.filter(is_reminded=False, open_since__isnull=False, closes_at__gt=now)
    for evaluation in running.filter(closes_at__lte=now + REMINDED):
        remind(evaluation)


@transaction.atomic
def open_evaluation(date: BlockDate) -> Evaluation | None:
    """Make all tickets in one go and invite. None where it is not due, too late, or fewer come than the threshold:
    then nobody would ever read what they are asked for."""
    if Evaluation.objects.filter(date=date, open_since__isnull=False).exists():
        return date.evaluation
    people, now = list(date.participants()), timezone.now()
    if not date.event.is_over or len(people) < LEAST:
        return None
    evaluation = _lock(date)
    closes_at = last_moment(date.event.ends, evaluation.days)
    if evaluation.open_since or closes_at <= now:
        return evaluation if evaluation.open_since else None
    if not evaluation.questions.exists():
        _put_questions(evaluation, STATEMENTS, OPEN_QUESTIONS, asks_fields=True)
    evaluation.open_since, evaluation.closes_at = now, closes_at
    evaluation.save(update_fields=["open_since", "closes_at"])
    Ticket.objects.bulk_create(Ticket(evaluation=evaluation, person=person) for person in people)
    for person in people:
        _tell(evaluation, person, "evaluation_open")
    return evaluation


def last_moment(ends: datetime, days: int) -> datetime:
    """Midnight at the end of the last of `days` days, so that a letter can say a day."""
    day = timezone.localdate(ends) + timedelta(days=days + 1)
    return timezone.make_aware(datetime.combine(day, time()))


@transaction.atomic
def remind(evaluation: Evaluation) -> None:
    """Once, and only those who may still answer; the letter says the same to each of them."""
    evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if evaluation.is_reminded or not evaluation.is_open:
        return
    evaluation.is_reminded = True
    evaluation.save(update_fields=["is_reminded"])
    for ticket in evaluation.tickets.filter(is_open=True).select_related("person"):
        _tell(evaluation, ticket.person, "evaluation_reminder")


def _tell(evaluation, person, letter: str) -> None:
    write(
        person.email, f"letters/{letter}.txt",
        {
            "name": person.name, "block": evaluation.date.block, "run": evaluation.date.run, "least": LEAST,
            "last_day": evaluation.last_day, "link": settings.SITE_URL + evaluation.path,
        },
        recipient=person.pk, language=person.language, quietly=True,
    )  # fmt: skip


@transaction.atomic
def answer(evaluation: Evaluation, person, given: dict[int, list]) -> None:
    """Lay answers into the boxes and close her ticket, in one transaction. Answered already: nothing happens.

    `given` is {question id: [values]}. Boxes are kept sorted and no row is made, so nothing tells which answers came
    together or when. Every row of the evaluation is written anew, so that the numbers which PostgreSQL keeps with each
    row (xmin) do not tie her ticket to her answers either.
    """
    evaluation = lock(evaluation)
    ticket = evaluation.tickets.filter(person=person).first()
    if ticket is None:
        raise Refusal(_("Diese Rückmeldung richtet sich an alle, die bei ihrer Öffnung im Baustein waren."))
    if not ticket.is_open:
        return
    if not evaluation.is_open:
        raise Refusal(_("Die Rückmeldung ist geschlossen."))
    questions = list(evaluation.questions.all())
    for question in questions:
        if values := given.get(question.pk):
            question.box = sorted([*question.box, *set(values)])  # one person names a thing once
            question.answered += 1
    Question.objects.bulk_update(questions, ["box", "answered"])
    Evaluation.objects.filter(pk=evaluation.pk).update(answered=F("answered") + 1)
    evaluation.tickets.update(is_open=Case(When(person=person, then=Value(False)), default=F("is_open")))


def lock(evaluation: Evaluation) -> Evaluation:
    return Evaluation.objects.select_for_update().get(pk=evaluation.pk)
