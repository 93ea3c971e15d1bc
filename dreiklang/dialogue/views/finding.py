from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from dreiklang.dialogue.listing import with_hers
from dreiklang.dialogue.models import Room, Thread, Trace, Voice


def find_room(request, slug: str) -> Room:
    return get_object_or_404(Room.objects.visible_to(request.user), slug=slug)


def find_thread(request, pk) -> Thread:
    """With all that its page asks of it, in one query."""
    here = OuterRef("pk")
    threads = with_hers(Thread.objects.visible_to(request.user).select_related("room", "field"), request.user)
    threads = threads.annotate(
        has_traces=Exists(Trace.objects.filter(thread=here)), has_voices=Exists(Voice.objects.filter(thread=here))
    )
    return get_object_or_404(threads, pk=pk)
