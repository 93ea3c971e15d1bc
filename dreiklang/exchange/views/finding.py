"""Who may ask at all, and the group that she may work in, for the pages of the formats."""

from functools import partial, wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from dreiklang.exchange.rules import may_work_in
from dreiklang.foundation.refusal import require
from dreiklang.groups.models import Group, Membership
from dreiklang.people.rules import is_member


def of_members(view, methods=("GET", "HEAD", "POST")):
    """For members, who sign in first."""

    @login_required
    @require_http_methods(methods)
    @wraps(view)
    def answer(request, *args, **kwargs):
        require(is_member(request.user))
        return view(request, *args, **kwargs)

    return answer


read_by_members = partial(of_members, methods=("GET", "HEAD"))
sent_by_members = partial(of_members, methods=("POST",))


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
