from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.text import to_html
from dreiklang.training.actions import writing
from dreiklang.training.forms import planning as forms
from dreiklang.training.models import BuildingBlock, Programme, Run
from dreiklang.training.rules import may_run_programmes


@login_required
def edit_programme(request, slug=None):
    """The team writes a new programme, or what one says and its rule; the text is shown before it is saved."""
    require(may_run_programmes(request.user))
    found = get_object_or_404(Programme, slug=slug) if slug else Programme()
    initial = (
        forms.ProgrammeForm.of(found) if slug else {"least_attendance": 80, "excused_allowed": 1, "least_blocks": 1}
    )
    form = forms.ProgrammeForm(request.POST or None, initial=initial)
    preview = None
    if form.is_valid():
        if "preview" in request.POST:
            preview = to_html(form.cleaned_data["source"])
        elif saved := _saved(
            form, writing.write_programme, found, by=request.user, public_id=form.cleaned_data["public_id"]
        ):
            messages.success(request, _("Gespeichert."))
            return redirect(saved.path)
    runs = Run.objects.filter(programme=found.pk, state=Run.PUBLISHED).with_span().filter(ends__gte=timezone.now())
    return render(request, "training/edit_programme.html", {
        "programme": found, "form": form, "preview": preview, "is_new": not slug,
        "concerned": runs.order_by("starts"),
    })  # fmt: skip


@login_required
def edit_block(request, slug, block=None):
    require(may_run_programmes(request.user))
    programme = get_object_or_404(Programme, slug=slug)
    found = get_object_or_404(programme.blocks, slug=block) if block else BuildingBlock(programme=programme)
    initial = forms.BlockForm.of(found) if block else {"is_announced": True}
    form = forms.BlockForm(request.POST or None, initial=initial)
    if form.is_valid() and (saved := _saved(form, writing.write_block, found, by=request.user)):
        messages.success(request, _("Gespeichert."))
        return redirect(saved.path)
    return render(request, "training/edit_block.html", {
        "programme": programme, "block": found, "form": form, "is_new": not block,
    })  # fmt: skip


@login_required
def discard_programme(request, slug):
    require(may_run_programmes(request.user))
    found = get_object_or_404(Programme, slug=slug)
    return _discard(request, found, writing.discard_programme, there="/weiterbildung/")


@login_required
def discard_block(request, slug, block):
    require(may_run_programmes(request.user))
    found = get_object_or_404(BuildingBlock.objects.select_related("programme"), programme__slug=slug, slug=block)
    return _discard(request, found, writing.discard_block, there=found.programme.path)


def _saved(form, write, thing, **more):
    """What was saved, or None with the reason in the form."""
    try:
        return write(thing, form.facts(), seen=form.cleaned_data["seen"], **more)
    except Refusal as refusal:
        form.refuse(refusal)
        if not thing._state.adding:
            form.has_seen(type(thing).objects.get(pk=thing.pk).version)


def _discard(request, thing, discard, there: str):
    if request.method == "POST":
        try:
            discard(thing, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect(thing.path)
        messages.success(request, _("Gelöscht."))
        return redirect(there)
    return render(request, "training/discard.html", {"thing": thing, "there": there})
