from django.http import Http404
from django.shortcuts import get_object_or_404

from dreiklang.exchange.rules import may_work_in
from dreiklang.groups.models import Group, Membership


def find_group(request, pk) -> Group:
    """One that she may work in; for everybody else, the team too, what it does is not there."""
    found = get_object_or_404(Group, pk=pk)
    if not may_work_in(request.user, found):
        raise Http404
    return found


def members_in(group) -> list:
    """Memberships of today with their people and the group, by name."""
    found = Membership.objects.standing().filter(group=group).select_related("person", "group__association")
    return list(found.order_by("person__name"))
