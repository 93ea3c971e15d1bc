from django.utils.translation import gettext as _

from dreiklang.exchange.models import Task

MOST = 5


def working_cards(person) -> list[dict]:
    """Her own open tasks, over all her groups. One query; no card where there is none."""
    tasks = list(Task.objects.of(person).open().select_related("group").in_order()[:MOST])
    card = {"title": _("Ihre Aufgaben"), "template": "exchange/_own_tasks.html", "tasks": tasks, "is_hers": True}
    return [card] if tasks else []
