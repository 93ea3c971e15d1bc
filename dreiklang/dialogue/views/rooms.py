from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.dialogue import listing
from dreiklang.dialogue.actions import following
from dreiklang.dialogue.actions import rooms as acting
from dreiklang.dialogue.forms.rooms import FilterForm, LockForm
from dreiklang.dialogue.models import Follow, Moderator, Room, Thread
from dreiklang.dialogue.reading import who_reads, who_reads_all
from dreiklang.dialogue.rules import may_arrange, may_lock, may_write
from dreiklang.dialogue.views.finding import find_room
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.views import or_sign_in


@require_safe
def rooms(request):
    """All rooms that she reads, each with who reads it and what is new."""
    found = list(Room.objects.visible_to(request.user).in_order())
    lines, new = who_reads_all(found), listing.count_unread(request.user) if request.user.is_authenticated else {}
    newest = listing.newest_of(found, request.user)
    return render(request, "dialogue/rooms.html", {
        "rooms": [(room, lines[room.pk], new.get(room.pk, 0), newest[room.pk]) for room in found],
        "looks": listing.Looks(), "may_arrange": may_arrange(request.user), "is_keeper": _is_keeper(request.user),
    })  # fmt: skip


def _is_keeper(person) -> bool:
    """Whether something may wait for her decision."""
    return person.is_authenticated and (person.is_team or bool(Moderator.objects.rooms_of(person)))


@require_safe
@or_sign_in
def room(request, slug):
    """Its threads, pinned ones on top, the newest first; narrowed by kind, field, state and words."""
    found, user = find_room(request, slug), request.user
    form = FilterForm(request.GET)
    chosen = form.chosen()
    threads = listing.narrowed(Thread.objects.visible_to(user).filter(room=found).newest_first(), user, **chosen)
    page = listing.Leaf.of(threads, request.GET.get("seite"))
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    return render(request, "dialogue/room.html", {
        "room": found, "page": page, "form": form, "is_narrowed": any(chosen.values()),
        "keep": f"{urlencode(kept)}&" if kept else "", "looks": listing.Looks(), "who_reads": who_reads(found),
        "may_write": may_write(user, found), "may_lock": may_lock(user, found), "may_arrange": may_arrange(user),
        "follows": Follow.objects.how_of(user, found), "hows": Follow.HOWS,
    })  # fmt: skip


@login_required
@require_POST
def read_room(request, slug):
    found = find_room(request, slug)
    following.mark_room_read(request.user, found)
    messages.success(request, _("Alles in diesem Raum gilt jetzt als gelesen."))
    return redirect(found.path)


@login_required
def lock_room(request, slug):
    """Close it at once, or open it again: of its moderators, and of the team also where it does not read."""
    hers = Room.objects.visible_to(request.user)
    found = get_object_or_404(Room.objects.all() if may_arrange(request.user) else hers, slug=slug)
    require(may_lock(request.user, found))
    form = LockForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _lock(request, found, form.cleaned_data["reason"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(found.path) if hers.filter(pk=found.pk).exists() else redirect("arrange_room", found.pk)
    return render(request, "dialogue/lock_room.html", {"room": found, "form": form}, status=422 if form.errors else 200)


def _lock(request, room: Room, reason: str) -> None:
    if room.is_locked:
        acting.unlock_room(room, by=request.user)
        messages.success(request, _("Der Raum ist wieder offen."))
    else:
        acting.lock_room(room, reason=reason, by=request.user)
        messages.success(request, _("Der Raum ist gesperrt. Außer der Moderation liest und schreibt dort niemand."))
