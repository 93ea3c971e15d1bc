"""Tasks of a group, each with a name where somebody took it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.exchange.models import Task
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Group
from dreiklang.letters.actions.writing import write


@transaction.atomic
def add_task(group: Group, *, text: str, who=None, due: date | None = None, noted_in=None, public_id=None, by) -> Task:
    """Sent twice, the same one. Whoever is given a task by somebody else hears of it."""
    if there := Task.objects.filter(pk=public_id, group=group).first():
        return there
    _require_in(group, who)
    task = Task.objects.create(
        pk=public_id or fresh_id(), group=group, text=text.strip(), who=who, due=due, noted_in=noted_in
    )
    _tell(task, by)
    return task


@transaction.atomic
def change_task(task: Task, *, text: str, who=None, due: date | None = None, by) -> Task:
    task = Task.objects.select_for_update(of=("self",)).select_related("group", "who").get(pk=task.pk)
    before = task.who_id
    _require_in(task.group, who)
    task.text, task.who, task.due = text.strip(), who, due
    task.save(update_fields=["text", "who", "due"])
    if task.who_id != before:
        _tell(task, by)
    return task


@transaction.atomic
def take_on(task: Task, *, by) -> Task:
    """Nobody has it yet: now she has."""
    task = Task.objects.select_for_update(of=("self",)).select_related("group", "who").get(pk=task.pk)
    if task.who_id not in (None, by.pk):
        raise Refusal(_("%(name)s hat diese Aufgabe schon übernommen.") % {"name": task.who.name})
    _require_in(task.group, by)
    task.who = by
    task.save(update_fields=["who"])
    return task


@transaction.atomic
def finish(task: Task) -> Task:
    """That it is done, not who said so."""
    return _done(task, timezone.localdate())


@transaction.atomic
def reopen(task: Task) -> Task:
    return _done(task, None)


def _done(task: Task, on: date | None) -> Task:
    task = Task.objects.select_for_update(of=("self",)).select_related("group").get(pk=task.pk)
    if bool(task.done_on) != bool(on):
        task.done_on = on
        task.save(update_fields=["done_on"])
    return task


@transaction.atomic
def drop_task(task: Task, *, by) -> None:
    if Task.objects.filter(pk=task.pk).delete()[0]:
        record(by, "task.dropped", f"group:{task.group_id}", reason=task.text)


def _require_in(group: Group, who) -> None:
    if who is not None and not group.memberships.standing().filter(person=who).exists():
        raise Refusal(_("Diese Person gehört nicht zur Gruppe."), field="who")


def _tell(task: Task, by) -> None:
    if task.who is None or task.who_id == by.pk:
        return
    write(
        task.who.email, "letters/task_given.txt", {"task": task, "person": task.who, "by": by},
        recipient=task.who_id, language=task.who.language, quietly=True,
    )  # fmt: skip
