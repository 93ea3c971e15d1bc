from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404

from dreiklang.dialogue.listing import add_hers
from dreiklang.dialogue.models import Room, Thread


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
    """With all that its page asks of it."""
    found = get_object_or_404(Thread.objects.visible_to(request.user).select_related("room", "field"), pk=pk)
    add_hers(found, request.user)
    return found
