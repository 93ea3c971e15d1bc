"""What readers say about answers, one button each, and the summary of a thread."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dreiklang.dialogue.actions import answers
from dreiklang.dialogue.forms.steering import SummaryForm
from dreiklang.dialogue.models import Post
from dreiklang.dialogue.rules import is_hers, may_accept, may_tend
from dreiklang.dialogue.views.finding import find_thread
from dreiklang.foundation.refusal import Refusal, require


def _find(request, pk, number) -> Post:
    posts = find_thread(request, pk).posts.shown().select_related("voice")
    return get_object_or_404(posts, number=number)


@login_required
@require_POST
def useful(request, pk, number):
    post = _find(request, pk, number)
    require(not is_hers(request.user, post))
    (answers.unvote if request.POST.get("hilfreich") == "nein" else answers.vote)(post, by=request.user)
    return redirect(post.path)


@login_required
@require_POST
def acceptance(request, pk, number):
    """Accepted, or taken back."""
    post = _find(request, pk, number)
    require(may_accept(request.user, post.thread) and not post.is_opening)
    if request.POST.get("annahme") == "nein":
        answers.undo_accept(post.thread, by=request.user)
    else:
        answers.accept(post, by=request.user)
        messages.success(request, _("Die Antwort steht jetzt unter der Frage, und die Frage gilt als gelöst."))
    return redirect(post.thread.path)


@login_required
@require_POST
def checking(request, pk, number):
    post = _find(request, pk, number)
    require(may_tend(request.user, post.thread.room) and not is_hers(request.user, post))
    answers.check(post, request.POST.get("geprueft") != "nein", by=request.user)
    return redirect(post.path)


@login_required
def summary(request, pk):
    found = find_thread(request, pk)
    require(may_tend(request.user, found.room))
    now = answers.version_of(found.summary_source)
    form = SummaryForm(request.POST or None, initial={"source": found.summary_source, "seen": now})
    if form.is_valid():
        try:
            answers.sum_up(found, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
            form.has_seen(now)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect(found.path)
    return render(
        request, "dialogue/summary.html", {"thread": found, "form": form}, status=422 if form.is_bound else 200
    )
