from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dreiklang.events.actions import leading
from dreiklang.events.models import Part
from dreiklang.events.rules import may_organise
from dreiklang.events.views.finding import find
from dreiklang.foundation.models import as_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.people.models import Person


@login_required
def trainers(request, slug):
    """The team looks somebody up by name or address, and names her."""
    require(may_organise(request.user))
    found = find(request, slug)
    if request.method == "POST":
        person = get_object_or_404(Person.objects.able(), pk=as_id(request.POST.get("person")))
        try:
            leading.name_trainer(found, person, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("%(name)s leitet jetzt und bekommt eine Nachricht.") % {"name": person.name})
        return redirect("event_trainers", slug)
    words = request.GET.get("q", "").strip()
    parts = found.parts.filter(role=Part.TRAINER).select_related("person").order_by("person__name")
    there = {part.person_id for part in parts}
    return render(request, "events/trainers.html", {
        "event": found, "parts": parts, "words": words,
        "people": [person for person in Person.objects.called(words)[:20] if person.pk not in there] if words else [],
    })  # fmt: skip


@login_required
@require_POST
def release_trainer(request, slug, pk):
    require(may_organise(request.user))
    part = get_object_or_404(find(request, slug).parts.select_related("event", "person"), pk=pk, role=Part.TRAINER)
    leading.release_trainer(part, by=request.user)
    messages.success(request, _("%(name)s leitet nicht mehr und bekommt eine Nachricht.") % {"name": part.person.name})
    return redirect("event_trainers", slug)
