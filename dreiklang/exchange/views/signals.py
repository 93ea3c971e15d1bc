"""Signals: what many ask, and what an association or the ministry answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dreiklang.exchange.actions import signals as actions
from dreiklang.exchange.bundles import bundle_around, bundles
from dreiklang.exchange.forms.signals import SignalAnswerForm, SignalForm
from dreiklang.exchange.models import Signal, is_of_the_ministry
from dreiklang.exchange.rules import (
    may_answer_signal,
    may_propose_signal,
    may_release_signal,
    may_support_signal,
)
from dreiklang.exchange.views.finding import of_members, read_by_members, sent_by_members
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.people.rules import is_member

HOME = "/austausch/signale/"


def signals_card(person) -> dict:
    """Of the overview of the formats."""
    newest = Signal.objects.visible_to(person).exclude(state=Signal.PROPOSED).newest_first()[:2]
    return {
        "title": _("Signale"), "path": HOME, "label": _("Alle Signale"),
        "text": _("Was viele fragen, geht gebündelt und ohne Namen an Verbände und Ministerium."),
        "lines": [(signal.title, signal.path, signal.said_state) for signal in newest],
    }  # fmt: skip


def _found(request, pk) -> Signal:
    return get_object_or_404(Signal.objects.visible_to(request.user).select_related("association"), pk=pk)


@require_safe
def signals(request):
    found = list(Signal.objects.visible_to(request.user).select_related("association").newest_first())
    return render(request, "exchange/signals.html", {
        "waiting": [each for each in found if each.is_waiting],
        "answered": [each for each in found if each.state == Signal.ANSWERED],
        "proposed": [each for each in found if each.state == Signal.PROPOSED],
        "may_propose": may_propose_signal(request.user), "is_member": is_member(request.user),
        "is_ministry": is_of_the_ministry(request.user),
    })  # fmt: skip


@require_safe
@never_cache
def signal(request, pk):
    found, person = _found(request, pk), request.user
    may_support = may_support_signal(person, found)
    return render(request, "exchange/signal.html", {
        "signal": found, "may_support": may_support, "may_answer": may_answer_signal(person, found),
        "may_propose": may_propose_signal(person), "may_release": may_release_signal(person, found),
        "is_hers": may_support and found.supports.filter(mark=found.mark_of(person.pk)).exists(),
    })  # fmt: skip


@read_by_members
def signal_bundles(request):
    """What is asked often: for the team alone, and for it too only from five askers up."""
    require(may_propose_signal(request.user))
    return render(request, "exchange/signal_bundles.html", {"bundles": bundles()})


@of_members
def propose_signal(request, thread):
    require(may_propose_signal(request.user))
    bundle = bundle_around(thread)
    made = Signal.objects.filter(bundle__thread=thread).first() if bundle is None else None
    if made:  # she pressed twice, or somebody else was quicker
        return redirect(made.path)
    if bundle is None:
        messages.error(request, _("Dieses Bündel gibt es nicht mehr."))
        return redirect("signal_bundles")
    form = SignalForm(request.POST if request.method == "POST" else None, initial={"public_id": fresh_id()})
    if form.is_valid():
        try:
            made = actions.propose(thread, by=request.user, public_id=form.cleaned_data["public_id"], **form.facts())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Vorgeschlagen. Jetzt gibt es jemand anderes aus dem Team frei."))
            return redirect(made.path)
    return render(request, "exchange/signal_edit.html", {
        "form": form, "bundle": bundle, "title": _("Signal formulieren"), "back": "/austausch/signale/vorschlaege/",
    }, status=422 if form.is_bound else 200)  # fmt: skip


@of_members
def edit_signal(request, pk):
    require(may_propose_signal(request.user))
    found = get_object_or_404(Signal, pk=pk, state=Signal.PROPOSED)
    form = SignalForm(request.POST if request.method == "POST" else None, initial=SignalForm.of(found))
    if form.is_valid():
        try:
            actions.change(found, by=request.user, **form.facts())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert. Jetzt gibt es jemand anderes aus dem Team frei."))
            return redirect(found.path)
    return render(request, "exchange/signal_edit.html", {
        "form": form, "bundle": None, "title": _("Signal bearbeiten"), "back": found.path,
    }, status=422 if form.is_bound else 200)  # fmt: skip


@sent_by_members
def release_signal(request, pk):
    found = _found(request, pk)
    require(may_release_signal(request.user, found))
    actions.release(found, by=request.user)
    messages.success(request, _("Freigegeben. Wer antworten kann, bekommt einen Brief."))
    return redirect(found.path)


@of_members
def discard_signal(request, pk):
    require(may_propose_signal(request.user))
    found = get_object_or_404(Signal, pk=pk, state=Signal.PROPOSED)
    if request.method == "POST":
        actions.discard(found, by=request.user)
        messages.success(request, _("Verworfen. Die Fragen stehen wieder unter dem, was viele fragen."))
        return redirect(HOME)
    return render(request, "exchange/signal_discard.html", {"signal": found})


@sent_by_members
def support_signal(request, pk):
    found = _found(request, pk)
    is_so = request.POST.get("act") != "no"
    try:
        actions.support(found, is_so, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Gezählt, ohne Ihren Namen.") if is_so else _("Zurückgenommen."))
    return redirect(found.path)


@login_required
@require_POST
def take_up_signal(request, pk):
    found = _found(request, pk)
    require(may_answer_signal(request.user, found))
    actions.take_up(found, by=request.user)
    messages.success(request, _("Aufgegriffen. Alle, die das Signal lesen, sehen das."))
    return redirect(found.path)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_signal(request, pk):
    found = _found(request, pk)
    require(may_answer_signal(request.user, found))
    initial = {"answered_as": found.association.name if found.association_id else ""}
    form = SignalAnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.answer(found, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Ihre Antwort steht unter dem Signal. Wer gefragt hat, bekommt einen Brief."))
            return redirect(found.path)
    status = 422 if form.is_bound else 200
    return render(request, "exchange/signal_answer.html", {"signal": found, "form": form}, status=status)
