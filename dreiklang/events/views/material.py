"""Material of an event: listed on its page, opened by date or by having attended, brought by the team and trainers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dreiklang.events.actions import material as acts
from dreiklang.events.forms.material import MaterialForm
from dreiklang.events.models import Material, states_of
from dreiklang.events.rules import may_bring_material, may_read_whereabouts
from dreiklang.events.views.finding import find, registration_in_block, registration_of
from dreiklang.foundation.dates import moment
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.views import handed_over


def shown_material(event, person, tells_where: bool, attended: bool) -> list[tuple[Material, str]]:
    """(item, what still keeps it closed) of what this person may know of."""
    if not event.has_material:
        return []
    brings = may_bring_material(person, event)
    items = [item for item in event.material.all() if brings or tells_where or item.reaches_beyond_the_seated(person)]
    return [(item, "" if brings else closed(item, attended)) for item in items]


def closed(item: Material, attended: bool) -> str:
    """Why it does not open yet, as a sentence; empty for what is open."""
    if item.is_early:
        return _("öffnet am %(when)s") % {"when": moment(item.opens_at)}
    if item.opens_after_attending and not attended:
        return _("öffnet, wenn Sie als anwesend oder entschuldigt eingetragen sind")
    return ""


@require_safe
def material(request, slug, pk):
    """One item: the file, or the way to the link. What is not meant for this person does not exist for her."""
    found, person = find(request, slug), request.user
    item = get_object_or_404(found.material, pk=pk)
    if not may_bring_material(person, found):
        mine = registration_of(person, found) or registration_in_block(person, found)
        if not item.reaches_beyond_the_seated(person) and not may_read_whereabouts(person, found, mine):
            raise Http404
        if why := closed(item, person.is_authenticated and bool(states_of(person, found))):
            raise PermissionDenied(_("„%(title)s“ %(why)s.") % {"title": item.title, "why": why})
    return handed_out(item)


def handed_out(item: Material):
    """The file itself, which runs nowhere, or the way to the link."""
    if item.kind == Material.LINK:
        return redirect(item.url)
    return handed_over(item.file, item.file_name)


@login_required
@require_safe
def materials(request, slug):
    found = find(request, slug)
    require(may_bring_material(request.user, found))
    return render(request, "events/materials.html", {"event": found, "items": found.material.all()})


@login_required
def new_material(request, slug):
    found = find(request, slug)
    require(may_bring_material(request.user, found))
    form = MaterialForm(request.POST or None, request.FILES or None, initial={"order": found.material.count() + 1})
    if form.is_valid():
        acts.add_material(found, **form.facts(), public_id=form.cleaned_data["public_id"], by=request.user)
        messages.success(request, _("Das Material ist eingestellt."))
        return redirect("materials", slug)
    return _written(request, form, found)


@login_required
def edit_material(request, slug, pk):
    found = find(request, slug)
    require(may_bring_material(request.user, found))
    item = get_object_or_404(found.material, pk=pk)
    form = MaterialForm(request.POST or None, request.FILES or None, initial=MaterialForm.of(item), item=item)
    if form.is_valid():
        try:
            acts.change_material(item, **form.facts(), by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("materials", slug)
    return _written(request, form, found, item)


def _written(request, form, event, item=None):
    status = 422 if form.is_bound else 200
    return render(request, "events/write_material.html", {"form": form, "event": event, "item": item}, status=status)


@login_required
def remove_material(request, slug, pk):
    found = find(request, slug)
    require(may_bring_material(request.user, found))
    item = get_object_or_404(found.material, pk=pk)
    if request.method == "POST":
        acts.remove_material(item, by=request.user)
        messages.success(request, _("Das Material ist gelöscht."))
        return redirect("materials", slug)
    return render(request, "events/remove_material.html", {"event": found, "item": item})
