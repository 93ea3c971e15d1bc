"""Questions that nobody answers: after one working day the team hears, after two the next lunch meeting takes them."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dreiklang.dialogue.models import Moderator, Post, Question
from dreiklang.dialogue.steps import POOL_AFTER, TEAM_AFTER
from dreiklang.groups.readers import tokens_of_all
from dreiklang.letters.actions.writing import write
from dreiklang.letters.quiet_hours import working_days_after
from dreiklang.people.models import Person


def escalate() -> None:
    """The chore. Idempotent, and two at once tell nobody twice."""
    _tell()
    _fill_pool()


@transaction.atomic
def _tell() -> None:
    """One letter to each who can do something, about all that have come due."""
    due = _due(Question.objects.filter(team_told_at=None), TEAM_AFTER)
    if not due:
        return
    questions = _locked(due)
    Question.objects.filter(pk__in=[question.pk for question in questions]).update(team_told_at=timezone.now())
    letters, unread = _who_hears(questions)
    for person, hers in letters.items():
        _write(person, "question_waits", {"questions": [(one, settings.SITE_URL + one.path) for one in hers]})
    if unread:
        for person in Person.objects.team():
            _write(person, "circle_waits", {"number": unread})


def _locked(due: list) -> list[Question]:
    """Those that still are untold once the lock is held: whoever waited for it finds the column filled."""
    questions = _waiting().select_related("room").filter(pk__in=due, team_told_at=None).order_by("begun_at", "pk")
    return list(questions.select_for_update(of=("self",)))


def _who_hears(questions: list[Question]) -> tuple[dict[Person, list[Question]], int]:
    """Person -> what she is told of, and how many questions nobody of the team or the moderators can read."""
    team, rooms = list(Person.objects.team().order_by("pk")), {}
    for one in Moderator.objects.filter(room__in={question.room_id for question in questions}).standing():
        rooms.setdefault(one.room_id, []).append(one.person)
    held = tokens_of_all([*team, *(person for people in rooms.values() for person in people)])
    authors = dict(
        Post.objects.filter(thread__in=questions, number=1, author__isnull=False).values_list("thread", "author")
    )
    letters, unread = {}, 0
    for question in questions:
        hearing = {
            person
            for person in [*team, *rooms.get(question.room_id, [])]
            if question.readers in held[person.pk] and person.pk != authors.get(question.pk)
        }
        for person in hearing:
            letters.setdefault(person, []).append(question)
        unread += not hearing
    return letters, unread


def _write(person: Person, letter: str, context: dict) -> None:
    write(
        person.email, f"letters/{letter}.txt", {"person": person, **context},
        recipient=person.pk, language=person.language, quietly=True,
    )  # fmt: skip


@transaction.atomic
def _fill_pool() -> None:
    due = _due(Question.objects.filter(pooled_at=None), POOL_AFTER)
    if due:
        _waiting().filter(pk__in=due, pooled_at=None).update(pooled_at=timezone.now())


def _waiting():
    """Without an answer, where somebody could give one."""
    return Question.objects.open().filter(routed_at__isnull=False, room__locked_at=None, room__is_archived=False)


def _due(questions, days: int) -> list:
    """The ids of those that have waited so many working days."""
    now = timezone.now()
    rows = questions.filter(pk__in=_waiting().values("pk")).values_list("pk", "begun_at")
    return [pk for pk, begun_at in rows if working_days_after(begun_at, days) <= now]
