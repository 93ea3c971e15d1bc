"""The page of a group: who belongs to it, and all that it does together."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.exchange.actions import circles as acting
from dreiklang.exchange.models import TopicTeam
from dreiklang.exchange.rules import may_lead, may_work_in
from dreiklang.exchange.views.finding import find_group, members_in
from dreiklang.exchange.working import parts_of
from dreiklang.foundation.refusal import require


@login_required
@require_safe
def group_page(request, pk):
    members = members_in(pk)
    group = members[0].group if members else None
    if group is None or not may_work_in(request.user, group):
        raise Http404
    if team := TopicTeam.objects.filter(group=group).first():
        return redirect(team.path)  # its one page
    return render(request, "exchange/group.html", {
        **parts_of(group, request.user), "members": members,
        "speakers": [each for each in members if each.is_speaker],
    })  # fmt: skip


@login_required
@require_POST
def open_room(request, pk):
    group = find_group(request, pk)
    require(may_lead(request.user, group))
    room = acting.open_room(group, by=request.user)
    messages.success(request, _("Der Raum ist offen. Nur die Gruppe liest und schreibt dort."))
    return redirect(room.path)


@login_required
@require_safe
def video_room(request, pk):
    """One address for good: it leads to the room that the group uses today."""
    group = find_group(request, pk)
    if not group.link:
        raise Http404
    return HttpResponseRedirect(group.link)
