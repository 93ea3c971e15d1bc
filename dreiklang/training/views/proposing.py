"""Needs become proposals, and participants read what became of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.training.actions import proposing
from dreiklang.training.forms.listening import DecisionForm, ProposalForm
from dreiklang.training.models import BlockChange, Programme, Proposal
from dreiklang.training.results import LEAST, LEAST_NAMINGS, needs_of, voices_of
from dreiklang.training.rules import may_read_proposals, may_run_programmes


@login_required
def needs(request, slug):
    """What is missing, for the team, and the form that makes a proposal of it."""
    require(may_run_programmes(request.user))
    programme = get_object_or_404(Programme, slug=slug)
    initial = {"text": f"{request.GET['bedarf'][:80]}: "} if "bedarf" in request.GET else None
    form = ProposalForm(request.POST if request.method == "POST" else None, programme=programme, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            proposing.propose(programme, data["text"], data["block"], by=request.user, public_id=data["public_id"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Der Vorschlag steht auf der Liste, offen."))
            return redirect("proposals", slug)
    return render(request, "training/needs.html", {
        "programme": programme, "form": form, "needs": needs_of(programme), "heard": voices_of(programme),
        "least": LEAST, "least_namings": LEAST_NAMINGS,
    }, status=422 if form.errors else 200)  # fmt: skip


@login_required
@require_safe
def proposals(request, slug):
    programme = get_object_or_404(Programme, slug=slug)
    if not may_read_proposals(request.user, programme):
        raise Http404
    return render(request, "training/proposals.html", {
        "programme": programme, "proposals": programme.proposals.select_related("block"),
        "may_decide": may_run_programmes(request.user),
    })  # fmt: skip


@login_required
def proposal(request, slug, pk):
    """The team decides on one, or decides anew."""
    require(may_run_programmes(request.user))
    found = get_object_or_404(Proposal.objects.select_related("programme", "block"), programme__slug=slug, pk=pk)
    written = BlockChange.objects.filter(proposal=found).first()
    initial = {"block": found.block, "reason": found.reason, "change": written.text if written else ""}
    if found.state != Proposal.OPEN:
        initial["state"] = found.state
    form = DecisionForm(request.POST if request.method == "POST" else None, programme=found.programme, initial=initial)
    if form.is_valid():
        try:
            proposing.decide(found, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Entschieden. Die Teilnehmenden lesen es auf der Liste."))
            return redirect("proposals", slug)
    return render(request, "training/proposal.html", {
        "proposal": found, "form": form,
    }, status=422 if form.errors else 200)  # fmt: skip
