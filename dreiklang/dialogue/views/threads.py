from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.actions.following import mark_read
from dreiklang.dialogue.forms.attaching import FilesForm
from dreiklang.dialogue.forms.writing import LONGEST, ChangeForm, ReplyForm
from dreiklang.dialogue.models import Follow, Post, number_asked
from dreiklang.dialogue.quoting import quote
from dreiklang.dialogue.reading import who_reads_thread
from dreiklang.dialogue.rules import may_change, may_reply
from dreiklang.dialogue.showing import shown
from dreiklang.dialogue.slots import SLOTS
from dreiklang.dialogue.steps import state_of
from dreiklang.dialogue.views.finding import find_thread
from dreiklang.dialogue.views.house_rules import may_go_on, way_to_agree
from dreiklang.foundation.comparing import compared
from dreiklang.foundation.drafts import key_of
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.text import to_html
from dreiklang.foundation.views import or_sign_in, packed


@require_safe
@or_sign_in
@packed
def thread(request, pk):
    found = find_thread(request, pk)
    quoted = quote(found, _number(request.GET.get("zitat")))
    return _shown(request, found, ReplyForm(initial={"public_id": fresh_id(), "source": quoted}))


def _shown(request, found, form, files=None):
    here = shown(found, request.user, _number(request.GET.get("seite")))
    if here.posts and here.posts[-1].number > found.was_read:
        mark_read(request.user, found, here.posts[-1].number)
    return render(
        request, "dialogue/thread.html",
        {
            "thread": found, "room": found.room, "here": here, "slot": SLOTS, "form": form, "files": files,
            "draft_key": key_of(request.user), "state": state_of(found, timezone.now(), number_asked(found)),
            "first_unread": found.was_read + 1, "hows": Follow.HOWS, "follows": found.how_followed,
            "way_to_agree": "" if found.has_agreed else way_to_agree(f"{found.path}#antworten"),
            "who_reads": who_reads_thread(found), "traces": found.traces.all() if found.has_traces else (),
        }, status=422 if form.is_bound else 200,
    )  # fmt: skip


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else 0


@login_required
def reply(request, pk):
    found = find_thread(request, pk)
    if request.method != "POST":
        return redirect(f"{found.path}#antworten")
    require(may_reply(request.user, found))
    form, files = ReplyForm(request.POST), FilesForm(request.POST, request.FILES)
    if form.is_valid() & files.is_valid() and may_go_on(request, form):
        try:
            post = writing.reply(found, **form.cleaned_data, files=files.brought, by=request.user)
        except Refusal as refusal:
            (files if refusal.field in files.fields else form).refuse(refusal)
        else:
            return said(request, post)
    return _shown(request, found, form, files)


def said(request, post: Post):
    """To the new post, or back to its place with when it appears. `gesendet` lets the browser forget its draft."""
    if post.state == Post.SHOWN:
        address, _hash, place = post.path.partition("#")
        return redirect(f"{address}{'&' if '?' in address else '?'}gesendet=ja#{place}")
    if post.state == Post.HELD:
        return redirect(f"{reverse('held_post', args=[post.thread.room.slug])}?gesendet=ja")
    messages.success(request, _("Ihr Beitrag wartet auf die Freigabe durch die Moderation."))
    return redirect(f"{post.thread.path if post.thread.last_at else post.thread.room.path}?gesendet=ja")


@login_required
@require_POST
def preview(request):
    """What is being written, as it would be shown. Nothing is kept, and nobody is looked up."""
    return HttpResponse(to_html(request.POST.get("source", "")[:LONGEST], top=3))


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
        request, "dialogue/change_post.html",
        {"thread": found, "post": post, "form": form, "files": post.attachments.order_by("name")},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@require_safe
@or_sign_in
def history(request, pk, number):
    """What a post said before, each version beside what became of it."""
    found = find_thread(request, pk)
    post = get_object_or_404(found.posts.shown().select_related("author", "voice"), number=number)
    versions, after, steps = list(post.versions.all()), post.source, []
    for version in versions:
        steps.append((version, compared(version.source, after)))
        after = version.source
    return render(request, "dialogue/history.html", {"thread": found, "post": post, "steps": steps})
