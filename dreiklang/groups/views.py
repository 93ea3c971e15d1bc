"""The team's pages of groups: which there are, and who belongs to one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dreiklang.foundation.models import as_id, fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.groups import actions
from dreiklang.groups.forms import GroupForm, RoleForm
from dreiklang.groups.models import Group, Membership, Memberships
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
    size = Count("memberships", filter=Memberships.are_standing("memberships__"))
    found = _groups().annotate(size=size).order_by("kind", "name")
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
    members = list(found.memberships.standing().select_related("person").order_by("person__name"))
    there = {each.person_id for each in members}
    people = [person for person in Person.objects.called(words)[:MOST_FOUND] if person.pk not in there] if words else []
    return render(request, "groups/group.html", {
        "group": found, "members": members, "words": words, "people": people, "roles": Membership.ROLES,
    })  # fmt: skip


@login_required
@require_POST
def change_role(request, pk, membership):
    """She speaks for the group, is a member like all, or its guest until a day."""
    require(may_lead_groups(request.user))
    found = get_object_or_404(_groups(), pk=pk)
    there = get_object_or_404(found.memberships.standing().select_related("group", "person"), pk=membership)
    form = RoleForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal(next(iter(form.errors.values()))[0])
        actions.change_role(there, form.cleaned_data["role"], until=form.last_day, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Gespeichert. %(name)s bekommt eine Nachricht.") % {"name": there.person.name})
    return redirect("group", pk)


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
