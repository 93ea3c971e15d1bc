"""All questions that she may read, and those that were asked before and are like the one she is typing."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dreiklang.dialogue import asked
from dreiklang.dialogue.models import Room
from dreiklang.people.models import FieldOfAction

_PARAMETERS = ("q", "stand", "feld", "raum")


@require_safe
@cache_control(private=True, no_store=True)
def questions(request):
    chosen = {name: request.GET.get(name, "").strip() for name in _PARAMETERS}
    page = asked.page(request.user, asked.Wanted(*chosen.values()), request.GET.get("seite"))
    return render(
        request, "dialogue/questions.html",
        {
            "page": page, "chosen": chosen, "states": asked.STATES,
            "fields": FieldOfAction.objects.values_list("pk", "name"),
            "rooms": Room.objects.visible_to(request.user).in_order().values_list("slug", "title"),
            "again": urlencode({name: value for name, value in chosen.items() if value}),
        },
    )  # fmt: skip


@login_required
@require_safe
@cache_control(private=True, no_store=True)
def similar(request):
    """While the title is typed: what was asked before. Nothing of it is kept, as with the search."""
    title = request.GET.get("title", "")
    return render(request, "dialogue/_similar.html", {"threads": asked.similar(title, request.user), "title": title})
