from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from dreiklang.dialogue.listing import with_hers
from dreiklang.dialogue.models import Room, Thread, Trace, Voice


def or_sign_in(view):
    """Whoever comes from a letter and is not signed in is asked to, the same for what is there and what is not."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())

    return asked


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
