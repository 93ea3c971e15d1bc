"""Theses as those who put them up and look after them see them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dreiklang.debates.actions import theses
from dreiklang.debates.forms.arguments import SummaryForm, ThesisForm
from dreiklang.debates.models import Thesis
from dreiklang.debates.rules import may_begin, may_look_after
from dreiklang.debates.views.arguments import find_thesis
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require


@never_cache
@login_required
def new_thesis(request):
    require(may_begin(request.user))
    form = ThesisForm(
        request.POST if request.method == "POST" else None, initial={"public_id": fresh_id()}, person=request.user
    )
    if form.is_valid():
        thesis = theses.begin(form.facts(), by=request.user, public_id=form.cleaned_data["public_id"])
        messages.success(request, _("Die These steht. Wer sie liest, kann jetzt Argumente ergänzen."))
        return redirect(thesis.path)
    return _show(request, form)


def _show(request, form, thesis=None, has_arguments=False):
    return render(
        request, "debates/thesis_write.html", {"form": form, "thesis": thesis, "has_arguments": has_arguments},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@never_cache
@login_required
def edit_thesis(request, pk):
    thesis = find_thesis(request, pk)
    require(may_look_after(request.user, thesis) and not thesis.is_over)
    has_arguments = thesis.arguments.exists()
    form = ThesisForm(
        request.POST if request.method == "POST" else None, initial=ThesisForm.of(thesis), person=request.user,
        has_arguments=has_arguments,
    )  # fmt: skip
    if form.is_valid():
        try:
            theses.save(thesis, form.facts(), by=request.user, seen=form.cleaned_data["seen"])
        except Refusal as refusal:
            form.refuse(refusal)
            form.has_seen(Thesis.objects.get(pk=thesis.pk).changed_at.isoformat())
        else:
            messages.success(request, _("Gespeichert."))
            return redirect(thesis.path)
    return _show(request, form, thesis, has_arguments)


@never_cache
@login_required
def thesis_summary(request, pk):
    thesis = find_thesis(request, pk)
    require(may_look_after(request.user, thesis) and thesis.is_over)
    form = SummaryForm(
        request.POST if request.method == "POST" else None, initial={"summary_source": thesis.summary_source}
    )
    if form.is_valid():
        theses.summarise(thesis, form.cleaned_data["summary_source"], by=request.user)
        messages.success(request, _("Gespeichert. Wer unter eigenem Namen geschrieben hat, erfährt es."))
        return redirect(thesis.path)
    return render(request, "debates/conclude.html", {
        "thing": thesis, "form": form, "heading": _("Was wir mitnehmen"), "is_first": thesis.summarised_on is None,
        "parent": (_("Für und Wider"), "/dialog/debatten/argumente/"),
    }, status=422 if form.is_bound else 200)  # fmt: skip
