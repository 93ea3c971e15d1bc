"""Polls as those who prepare and end them see them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dreiklang.debates.actions import polls as writing
from dreiklang.debates.actions import polls_ending
from dreiklang.debates.forms.debates import OutcomeForm
from dreiklang.debates.forms.polls import PollForm
from dreiklang.debates.models import Poll
from dreiklang.debates.rules import may_begin, may_look_after_poll
from dreiklang.debates.views.polls import find_poll
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.groups.readers import said


@never_cache
@login_required
def new_poll(request):
    """First of which kind, then its form."""
    require(may_begin(request.user))
    kind = request.GET.get("art", "")
    if kind not in dict(Poll.KINDS):
        return render(request, "debates/poll_kinds.html", status=422 if request.method == "POST" else 200)
    form = PollForm(
        request.POST if request.method == "POST" else None, initial={"public_id": fresh_id()}, kind=kind,
        person=request.user,
    )  # fmt: skip
    if form.is_valid():
        try:
            poll = writing.begin(
                kind, form.facts(), form.choices(), by=request.user, public_id=form.cleaned_data["public_id"]
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Der Entwurf steht. Bitte sehen Sie ihn noch einmal an."))
            return redirect(f"{poll.path}veroeffentlichung/")
    return _form(request, form, kind)


@never_cache
@login_required
def edit_poll(request, pk):
    poll = _hers(request, pk)
    require(poll.is_draft, _("Eine Umfrage lässt sich ändern, bis sie veröffentlicht ist."))
    form = PollForm(
        request.POST if request.method == "POST" else None, initial=PollForm.of(poll), kind=poll.kind,
        person=request.user,
    )  # fmt: skip
    if form.is_valid():
        try:
            writing.save(poll, form.facts(), form.choices(), by=request.user, seen=form.cleaned_data["seen"])
        except Refusal as refusal:
            form.refuse(refusal)
            form.has_seen(Poll.objects.get(pk=poll.pk).changed_at.isoformat())
        else:
            return redirect(f"{poll.path}veroeffentlichung/")
    return _form(request, form, poll.kind, poll)


def _form(request, form, kind: str, poll: Poll | None = None):
    return render(
        request, "debates/poll_write.html", {"form": form, "poll": poll, "kind": kind},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _hers(request, pk) -> Poll:
    poll = find_poll(request, pk)
    require(may_look_after_poll(request.user, poll))
    return poll


@never_cache
@login_required
def publish_poll(request, pk):
    poll = _hers(request, pk)
    if request.method == "POST":
        writing.publish(poll, by=request.user)
        messages.success(request, _("Die Umfrage läuft."))
        return redirect(poll.path)
    require(poll.is_draft, _("Diese Umfrage ist schon veröffentlicht."))
    return render(request, "debates/poll_publish.html", {
        "poll": poll, "options": poll.options.all(), "who_reads": said(poll.readers),
    })  # fmt: skip


@never_cache
@login_required
def close_poll(request, pk):
    poll = _hers(request, pk)
    if request.method == "POST":
        polls_ending.close(poll, by=request.user)
        messages.success(request, _("Die Umfrage ist beendet. Wer teilgenommen hat, erfährt das Ergebnis."))
        return redirect(poll.path)
    require(poll.is_running, _("Diese Umfrage läuft nicht."))
    return render(request, "debates/poll_close.html", {"poll": poll})


@login_required
@require_POST
def remind_of_poll(request, pk):
    poll = _hers(request, pk)
    polls_ending.remind(poll, by=request.user)
    messages.success(
        request, _("Wer noch nicht geantwortet hat, bekommt einen Brief. Wer das ist, sagt Ihnen das Haus nicht.")
    )
    return redirect(poll.path)


@never_cache
@login_required
def poll_outcome(request, pk):
    poll = _hers(request, pk)
    require(poll.result is not None, _("Was daraus wurde, steht nach dem Ende fest."))
    form = OutcomeForm(
        request.POST if request.method == "POST" else None, initial={"outcome_source": poll.outcome_source}
    )
    if form.is_valid():
        polls_ending.conclude(poll, form.cleaned_data["outcome_source"], by=request.user)
        messages.success(request, _("Gespeichert. Wer teilgenommen hat, erfährt es."))
        return redirect(poll.path)
    return render(request, "debates/conclude.html", {
        "thing": poll, "form": form, "heading": _("Was daraus wurde"), "is_first": poll.outcome_at is None,
        "parent": (_("Umfragen"), "/dialog/debatten/umfragen/"),
    }, status=422 if form.is_bound else 200)  # fmt: skip


@never_cache
@login_required
def take_out_words(request, pk, kind, number):
    """Words of a consent round that harm somebody: asked once more, for they are gone then."""
    poll = _hers(request, pk)
    if request.method == "POST":
        polls_ending.take_out(poll, kind, number, by=request.user)
        messages.success(request, _("Der Text ist entfernt. Dass dort einer stand, bleibt zu sehen."))
        return redirect(poll.path)
    words = ((poll.result or {}).get("words") or {}).get(kind, [])
    require(number < len(words) and words[number] != "", _("Diese Worte stehen nicht mehr da."))
    return render(request, "debates/poll_take_out.html", {"poll": poll, "words": words[number]})
