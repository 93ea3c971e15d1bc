from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.dialogue.actions.asking import ask
from dreiklang.dialogue.forms.asking import OpenForm
from dreiklang.dialogue.reading import who_reads
from dreiklang.dialogue.rules import may_write
from dreiklang.dialogue.traits import standing_of
from dreiklang.dialogue.views.finding import find_room
from dreiklang.dialogue.views.house_rules import agreed_first, may_go_on
from dreiklang.dialogue.views.threads import said
from dreiklang.foundation.drafts import key_of
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require


@never_cache
@login_required
@agreed_first
def new_thread(request, slug):
    """Ask or write: under one's name, under a line, or before named people. Each says who reads it."""
    room = find_room(request, slug)
    if room.is_crisis:
        return redirect("crisis")
    require(may_write(request.user, room))
    standing = standing_of(request.user, room.readers) if room.takes_protected else None
    initial = {"public_id": fresh_id(), "title": request.GET.get("q", "")[:150], "seen": standing and standing.line}
    if request.GET.get("art"):
        initial["kind"] = request.GET["art"]
    form = OpenForm(request.POST or None, initial=initial, room=room, person=request.user, standing=standing)
    if form.is_valid() and may_go_on(request, form):
        try:
            return said(request, ask(room, **form.facts(), by=request.user))
        except Refusal as refusal:
            form.refuse(refusal)
            form.show_line_anew()
    return render(
        request, "dialogue/new_thread.html",
        {"room": room, "form": form, "who_reads": who_reads(room), "draft_key": key_of(request.user)},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@login_required
@require_safe
def held(request, slug):
    """After writing as a voice. A page, and no message: that would be kept with her session until she reads it."""
    return render(request, "dialogue/held.html", {"room": find_room(request, slug)})
