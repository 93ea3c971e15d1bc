"""Makers of what a run hears back."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from dreiklang.events.models import Event
from dreiklang.people.tests.makers import a_person
from dreiklang.seats.actions.registering import register
from dreiklang.training.actions import evaluating
from dreiklang.training.models import BlockDate, Evaluation, Question
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme, a_run


def people_with_seats(date: BlockDate, number: int) -> list:
    people = [a_person(f"Teilnehmerin{n} Beispiel", password="x") for n in range(1, number + 1)]
    for person in people:
        register(date.event.seats, person)
    return people


def a_block_with(number: int, **fields) -> tuple[BlockDate, list]:
    """A block of a run in ten days, and so many people with a seat in it."""
    programme = a_programme()
    date = a_date(a_run(programme), a_building_block(programme, competences=["Zuhören", "Moderieren"]), **fields)
    return date, people_with_seats(date, number)


def after(date: BlockDate, **more):
    """Time stands still some time after the block."""
    return time_machine.travel(date.event.ends + timedelta(**(more or {"minutes": 1})), tick=False)


def an_open_evaluation(date: BlockDate) -> Evaluation:
    """Its block is over since a minute of the real present, whatever the clock says."""
    event = Event.objects.get(pk=date.event_id)
    now = timezone.now()
    Event.objects.filter(pk=event.pk).update(starts=now - timedelta(hours=30), ends=now - timedelta(minutes=1))
    date.event.refresh_from_db()
    return evaluating.open_evaluation(date)


def answers(evaluation: Evaluation, step=3, text="Der Austausch", fields=("sprache",)) -> dict[int, list]:
    """The same answer to each question of a kind; None leaves it out."""
    said = {
        Question.SCALE: [] if step is None else [step],
        Question.TEXT: [] if text is None else [text],
        Question.FIELDS: list(fields),
    }
    return {question.pk: said[question.kind] for question in evaluation.questions.all()}


def answered_by(evaluation: Evaluation, people, **said) -> None:
    for person in people:
        evaluating.answer(evaluation, person, answers(evaluation, **said))


def close(evaluation: Evaluation) -> Evaluation:
    """As if its days had passed."""
    Evaluation.objects.filter(pk=evaluation.pk).update(
        open_since=timezone.now() - timedelta(days=15), closes_at=timezone.now() - timedelta(minutes=1)
    )
    evaluation.refresh_from_db()
    return evaluation
