from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dreiklang.dialogue.models import Room, Thread
from dreiklang.dialogue.reading import who_reads
from dreiklang.dialogue.rules import may_write
from dreiklang.dialogue.steps import state_of
from dreiklang.dialogue.views.finding import find_room, or_sign_in

A_PAGE = 30


@require_safe
def rooms(request):
    """All rooms that she reads, each with who reads it."""
    found = Room.objects.visible_to(request.user).in_order()
    return render(request, "dialogue/rooms.html", {"rooms": [(room, who_reads(room)) for room in found]})


@require_safe
@or_sign_in
def room(request, slug):
    found = find_room(request, slug)
    threads = Thread.objects.visible_to(request.user).filter(room=found).select_related("field").newest_first()
    page = Paginator(threads, A_PAGE).get_page(request.GET.get("seite"))
    states = {thread.pk: state_of(thread, timezone.now()) for thread in page}
    return render(
        request, "dialogue/room.html",
        {
            "room": found, "page": page, "states": states, "who_reads": who_reads(found),
            "may_write": may_write(request.user, found),
        },
    )  # fmt: skip
