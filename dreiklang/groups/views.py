"""The team's pages of groups: which there are, and who belongs to one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dreiklang.foundation.models import as_id, fresh_id
from dreiklang.foundation.refusal import require
from dreiklang.groups import actions
from dreiklang.groups.forms import GroupForm
from dreiklang.groups.models import Group
from dreiklang.groups.rules import may_lead_groups
from dreiklang.people.models import Person

MOST_FOUND = 20


def _groups():
    """Those whom somebody named as the readers of one thing are no business of the team."""
    return Group.objects.exclude(kind=Group.NAMED)


@login_required
def groups(request):
    require(may_lead_groups(request.user))
    form = GroupForm(request.POST if request.method == "POST" else None, initial={"public_id": fresh_id()})
    if form.is_valid():
        return redirect("group", actions.found(**form.cleaned_data, by=request.user).pk)
    found = _groups().annotate(size=Count("memberships")).order_by("kind", "name")
    return render(request, "groups/groups.html", {"groups": found, "form": form}, status=422 if form.is_bound else 200)


@login_required
def group(request, pk):
    """Who belongs to it; the team looks somebody up by name or address, and takes her in."""
    require(may_lead_groups(request.user))
    found = get_object_or_404(_groups(), pk=pk)
    if request.method == "POST":
        person = get_object_or_404(Person.objects.able(), pk=as_id(request.POST.get("person")))
        actions.take_in(found, person, by=request.user)
        messages.success(request, _("%(name)s gehört jetzt dazu und bekommt eine Nachricht.") % {"name": person.name})
        return redirect("group", pk)
    words = request.GET.get("q", "").strip()
    members = list(found.memberships.select_related("person").order_by("person__name"))
    there = {each.person_id for each in members}
    people = [person for person in Person.objects.called(words)[:MOST_FOUND] if person.pk not in there] if words else []
    return render(request, "groups/group.html", {"group": found, "members": members, "words": words, "people": people})


@login_required
@require_POST
def let_go(request, pk, membership):
    require(may_lead_groups(request.user))
    found = get_object_or_404(_groups(), pk=pk)
    there = get_object_or_404(found.memberships.select_related("group", "person"), pk=membership)
    actions.let_go(there, by=request.user)
    messages.success(
        request, _("%(name)s gehört nicht mehr dazu und bekommt eine Nachricht.") % {"name": there.person.name}
    )
    return redirect("group", pk)
