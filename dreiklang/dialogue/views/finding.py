from django.shortcuts import get_object_or_404

from dreiklang.dialogue.listing import add_hers
from dreiklang.dialogue.models import Room, Thread


def find_room(request, slug: str) -> Room:
    return get_object_or_404(Room.objects.visible_to(request.user), slug=slug)


def find_thread(request, pk) -> Thread:
    """With all that its page asks of it."""
    found = get_object_or_404(Thread.objects.visible_to(request.user).select_related("room", "field"), pk=pk)
    add_hers(found, request.user)
    return found
