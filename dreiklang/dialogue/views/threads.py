from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.forms.writing import ChangeForm, OpenForm, ReplyForm
from dreiklang.dialogue.models import Post
from dreiklang.dialogue.reading import who_reads
from dreiklang.dialogue.rules import is_hers, may_change, may_reply, may_write
from dreiklang.dialogue.views.finding import find_room, find_thread, or_sign_in
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require


@require_safe
@or_sign_in
def thread(request, pk):
    return _shown(request, find_thread(request, pk), ReplyForm(initial={"public_id": fresh_id()}))


def _shown(request, found, form):
    posts = list(found.posts.filter(number__isnull=False).select_related("author", "voice").in_order())
    mine = {post.pk for post in posts if is_hers(request.user, post)} if request.user.is_authenticated else set()
    return render(
        request, "dialogue/thread.html",
        {
            "thread": found, "room": found.room, "posts": posts, "mine": mine, "form": form,
            "may_reply": may_reply(request.user, found), "who_reads": who_reads(found.room),
        }, status=422 if form.is_bound else 200,
    )  # fmt: skip


@login_required
def new_thread(request, slug):
    room = find_room(request, slug)
    if room.is_crisis:
        return redirect("crisis")
    require(may_write(request.user, room))
    form = OpenForm(request.POST or None, initial={"public_id": fresh_id(), "kind": request.GET.get("art")})
    if form.is_valid():
        try:
            post = writing.open_thread(room, **form.facts(), by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _said(request, post)
    return render(
        request, "dialogue/new_thread.html", {"room": room, "form": form, "who_reads": who_reads(room)},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@login_required
def reply(request, pk):
    found = find_thread(request, pk)
    if request.method != "POST":
        return redirect(f"{found.path}#antworten")
    require(may_reply(request.user, found))
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            return _said(request, writing.reply(found, **form.cleaned_data, by=request.user))
        except Refusal as refusal:
            form.refuse(refusal)
    return _shown(request, found, form)


def _said(request, post: Post):
    """To the new post, or back to its place with when it appears."""
    if post.state == Post.SHOWN:
        return redirect(post.path)
    if post.state == Post.HELD:
        messages.success(request, _("Ihr Beitrag erscheint innerhalb der nächsten halben Stunde."))
    else:
        messages.success(request, _("Ihr Beitrag wartet auf die Freigabe durch die Moderation."))
    return redirect(post.thread.path if post.thread.last_at else post.thread.room.path)


@login_required
def change_post(request, pk, number):
    found = find_thread(request, pk)
    post = get_object_or_404(found.posts.select_related("voice", "thread__room"), number=number)
    require(may_change(request.user, post))
    form = ChangeForm(request.POST or None, initial={"source": post.source})
    if form.is_valid():
        try:
            writing.change(post, source=form.cleaned_data["source"], by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect(post.path)
    return render(
        request, "dialogue/change_post.html", {"thread": found, "post": post, "form": form},
        status=422 if form.is_bound else 200,
    )  # fmt: skip
