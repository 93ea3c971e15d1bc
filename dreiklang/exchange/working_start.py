from datetime import date

from django.utils.translation import gettext as _

from dreiklang.exchange.models import LunchCare, Task
from dreiklang.foundation.together import is_missing

MOST = 5


def tasks_of(person):
    return Task.objects.of(person).open()


def cares_of(person):
    return LunchCare.objects.of(person).open()


def cards(person) -> list[dict]:
    """Her own open tasks, over all her groups, and what she takes care of since a MittagsMeeting. A query for each; no
    card where there is none."""
    tasks, cares = [], []
    if not is_missing("tasks"):
        tasks = tasks_of(person).select_related("group").in_order()[:MOST]
    if not is_missing("cares"):
        cares = cares_of(person).select_related("item__meeting__event").in_order()[:MOST]
    first = sorted([*tasks, *cares], key=lambda each: (each.due or date.max, each.text))[:MOST]
    card = {"title": _("Ihre Aufgaben"), "template": "exchange/_own_tasks.html", "tasks": first, "is_hers": True}
    return [card] if first else []
