"""A thread as a whole: pinned, closed, stated anew, and its traces."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dreiklang.dialogue.actions import steering as acts
from dreiklang.dialogue.forms.steering import StateForm, TraceForm
from dreiklang.dialogue.rules import may_moderate, may_state, may_trace
from dreiklang.dialogue.views.finding import find_thread
from dreiklang.foundation.refusal import Refusal, require

_ACTS = {
    "oben": lambda thread, by: acts.pin(thread, True, by=by),
    "nicht-oben": lambda thread, by: acts.pin(thread, False, by=by),
    "zu": lambda thread, by: acts.close(thread, True, by=by),
    "auf": lambda thread, by: acts.close(thread, False, by=by),
}


@login_required
@require_POST
def steering(request, pk):
    found = find_thread(request, pk)
    require(may_moderate(request.user, found.room))
    act = _ACTS.get(request.POST.get("tun"))
    if act is None:
        raise Http404
    act(found, request.user)
    messages.success(request, _("Gespeichert."))
    return redirect(found.path)


@login_required
def state(request, pk):
    found = find_thread(request, pk)
    require(may_state(request.user, found))
    facts = {name: getattr(found, name) for name in StateForm.base_fields}
    form = StateForm(request.POST or None, initial=facts)
    if form.is_valid():
        acts.state(found, **form.cleaned_data, by=request.user)
        messages.success(request, _("Gespeichert."))
        return redirect(found.path)
    return render(request, "dialogue/state.html", {"thread": found, "form": form}, status=422 if form.is_bound else 200)


@login_required
def traces(request, pk):
    found = find_thread(request, pk)
    require(may_trace(request.user, found))
    form = TraceForm(request.POST or None)
    if form.is_valid():
        try:
            acts.trace(found, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("traces", pk)
    return render(
        request, "dialogue/traces.html", {"thread": found, "form": form, "traces": found.traces.all()},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@login_required
@require_POST
def forget_trace(request, pk, trace):
    found = find_thread(request, pk)
    require(may_trace(request.user, found))
    acts.forget_trace(get_object_or_404(found.traces, pk=trace), by=request.user)
    messages.success(request, _("Der Verweis ist entfernt."))
    return redirect("traces", pk)
