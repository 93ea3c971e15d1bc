from django.http import Http404
from django.shortcuts import get_object_or_404

from dreiklang.dialogue.listing import add_hers
from dreiklang.dialogue.models import Room, Thread
from dreiklang.dialogue.rules import may_read
from dreiklang.groups.readers import holds


def find_room(request, slug: str) -> Room:
    found = get_object_or_404(Room, slug=slug)
    if not holds(request.user, found.readers):
        raise Http404
    return found


def find_thread(request, pk) -> Thread:
    """With all that its page asks of it."""
    found = get_object_or_404(Thread.objects.select_related("room", "field"), pk=pk)
    if not may_read(request.user, found):
        raise Http404
    add_hers(found, request.user)
    return found
