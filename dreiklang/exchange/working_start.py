from django.utils.translation import gettext as _

from dreiklang.exchange.models import Task
from dreiklang.foundation.together import is_missing

MOST = 5


def tasks_of(person):
    return Task.objects.of(person).open()


def cards(person) -> list[dict]:
    """Her own open tasks, over all her groups. One query; no card where there is none."""
    if is_missing("tasks"):
        return []
    tasks = list(tasks_of(person).select_related("group").in_order()[:MOST])
    card = {"title": _("Ihre Aufgaben"), "template": "exchange/_own_tasks.html", "tasks": tasks, "is_hers": True}
    return [card] if tasks else []
