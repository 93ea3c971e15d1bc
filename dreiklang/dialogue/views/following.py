from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dreiklang.dialogue.actions import following as acting
from dreiklang.dialogue.actions.telling import STOP
from dreiklang.dialogue.forms.rooms import FollowForm, FollowingForm
from dreiklang.dialogue.models import Follow, Room, Thread
from dreiklang.dialogue.views.finding import find_room, find_thread
from dreiklang.foundation.secret_links import unseal
from dreiklang.people.models import FieldOfAction, Person

MOST = 200  # threads on the page; whoever follows more changes the others where they are


@login_required
def following(request):
    """All of which she hears, in one form."""
    form = _form(request)
    if form.is_valid():
        acting.follow_all(request.user, form.wishes())
        messages.success(request, _("Gespeichert."))
        return redirect("following")
    return render(request, "dialogue/following.html", {"form": form}, status=422 if form.errors else 200)


def _form(request) -> FollowingForm:
    mine = Follow.objects.filter(person=request.user)
    threads = Thread.objects.visible_to(request.user).filter(pk__in=mine.filter(thread__isnull=False).values("thread"))
    known = {}
    for how, room, thread, field in mine.values_list("how", "room", "thread", "field"):
        known[f"room-{room}" if room else f"thread-{thread}" if thread else f"field-{field}"] = how
    return FollowingForm(
        request.POST if request.method == "POST" else None, initial=known,
        rooms=list(Room.objects.visible_to(request.user).in_order()),
        threads=list(threads.order_by("-last_at")[:MOST]), fields=list(FieldOfAction.objects.all()),
    )  # fmt: skip


@login_required
@require_POST
def follow_room(request, slug):
    return _follow(request, room=find_room(request, slug))


@login_required
@require_POST
def follow_thread(request, pk):
    return _follow(request, thread=find_thread(request, pk))


def _follow(request, **what):
    form = FollowForm(request.POST)
    if not form.is_valid():
        raise Http404
    acting.follow(request.user, form.cleaned_data["how"], **what)
    said = {
        Follow.AT_ONCE: _("Sie hören von Neuem hier sofort per Brief."),
        Follow.BUNDLED: _("Sie hören von Neuem hier einmal am Tag, gebündelt."),
        Follow.WEEKLY: _("Sie hören von Neuem hier einmal in der Woche, gebündelt."),
        Follow.NEVER: _("Sie bekommen hierzu keine Briefe."),
        "": _("Es gilt wieder, was Sie für den Raum oder das Handlungsfeld gesagt haben."),
    }
    messages.success(request, said[form.cleaned_data["how"]])
    return redirect(next(iter(what.values())).path)


def stop_following(request, token):
    """Behind the link in a letter, also signed out: no more letters of this kind. What it is about is named only as far
    as the person may still read it."""
    parts = (unseal(token, STOP) or "").split(".")
    person = Person.objects.filter(pk=parts[0], is_active=True).first() if len(parts) == 3 else None
    if person is None:
        raise Http404
    thread = Thread.objects.visible_to(person).filter(pk=parts[2]).first() if parts[1] == "thread" else None
    if request.method == "POST":
        if parts[1] == "bundle":
            acting.stop_bundles(person)
        elif thread is not None:
            acting.follow(person, Follow.NEVER, thread=thread)
    return render(request, "dialogue/stop_following.html", {
        "what": parts[1], "thread": thread, "is_done": request.method == "POST",
    })  # fmt: skip
