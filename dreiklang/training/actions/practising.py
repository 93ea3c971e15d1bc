"""A project that somebody takes home from a run, and asking later what became of it."""

import calendar
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.actions.writing import write
from dreiklang.training.models import FollowUp, PracticeProject, ProjectSum, Run
from dreiklang.training.results import LEAST


@transaction.atomic
def name(run: Run, person, facts: dict) -> PracticeProject:
    """Name her project of this run, or say it anew. The months are counted from the first naming."""
    project, _is_new = PracticeProject.objects.update_or_create(run=run, person=person, defaults=facts)
    return project


@transaction.atomic
def forget(project: PracticeProject) -> None:
    """The project and what she answered about it are gone; sums that were counted stay sums."""
    project.delete()


@transaction.atomic
def let_ask(project: PracticeProject, is_asked: bool) -> None:
    """Whether letters ask her what became of it."""
    project.is_asked = is_asked
    project.save(update_fields=["is_asked"])


def ask_due() -> None:
    """The chore: ask for each project once after three and once after six months. Whoever was missed while no worker
    ran is asked the later question only."""
    today = timezone.localdate()
    for months in sorted(FollowUp.AFTER, reverse=True):
        old_enough = PracticeProject.objects.filter(is_asked=True, named_on__lte=today - timedelta(days=28 * months))
        for project in old_enough.exclude(follow_ups__months__gte=months).select_related("person"):
            if months_later(project.named_on, months) <= today:
                ask(project, months)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day: 30 November and three months are 28 February."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


@transaction.atomic
def ask(project: PracticeProject, months: int) -> FollowUp:
    project = PracticeProject.objects.select_for_update().select_related("run__programme").get(pk=project.pk)
    follow_up, is_new = FollowUp.objects.get_or_create(project=project, months=months)
    if is_new:
        person = project.person
        write(
            person.email, "letters/project_follow_up.txt",
            {"name": person.name, "project": project, "months": months, "link": settings.SITE_URL + project.path},
            recipient=person.pk, language=person.language, quietly=True,
        )  # fmt: skip
    return follow_up


@transaction.atomic
def answer(follow_up: FollowUp, state: str, outcome: str, would_help: str) -> None:
    """What she says became of it; she may say it anew at any time."""
    run = Run.objects.select_for_update().get(pk=follow_up.project.run_id)
    if state not in dict(FollowUp.STATES):
        raise Refusal(_("Bitte wählen Sie, wo Ihr Projekt steht."), field="state")
    follow_up.state, follow_up.outcome, follow_up.would_help = state, outcome, would_help
    follow_up.is_skipped = False
    follow_up.save(update_fields=["state", "outcome", "would_help", "is_skipped"])
    _count_anew(run, follow_up.months)


def _count_anew(run: Run, months: int) -> None:
    """Only once five more have answered than at the last count; with every single answer two readings of the sum would
    tell what the one between them said."""
    said = FollowUp.objects.filter(project__run=run, months=months).exclude(state="").order_by()
    last = ProjectSum.objects.filter(run=run, months=months).first()
    if said.count() >= (last.answered if last else 0) + LEAST:
        states = dict(said.values_list("state").annotate(Count("pk")))
        ProjectSum.objects.update_or_create(
            run=run, months=months, defaults={"answered": sum(states.values()), "states": states}
        )


@transaction.atomic
def skip(follow_up: FollowUp) -> None:
    follow_up.is_skipped = True
    follow_up.save(update_fields=["is_skipped"])
