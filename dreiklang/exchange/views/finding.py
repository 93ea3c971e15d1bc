"""Who may ask at all, for the pages of the formats."""

from functools import partial, wraps

from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_http_methods

from dreiklang.foundation.refusal import require
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
