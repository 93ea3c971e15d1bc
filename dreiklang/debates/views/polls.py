"""Polls as members answer and read them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.debates import poll_results
from dreiklang.debates.actions.polls_answering import ballot_of, cast
from dreiklang.debates.forms.polls import BALLOTS
from dreiklang.debates.models import Poll
from dreiklang.debates.poll_order import in_her_order
from dreiklang.debates.rules import may_answer, may_begin, may_look_after_poll
from dreiklang.foundation.gather import gather
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.groups.readers import said
from dreiklang.people.rules import is_member

A_PAGE = 20


def find_poll(request, pk) -> Poll:
    return get_object_or_404(Poll.objects.visible_to(request.user), pk=pk)


@never_cache
@login_required
@require_safe
def polls(request):
    """In preparation, running, over."""
    require(is_member(request.user) or request.user.is_team)
    page = Paginator(Poll.objects.visible_to(request.user).in_order(), A_PAGE).get_page(request.GET.get("seite"))
    return render(request, "debates/polls.html", {"page": page, "may_begin": may_begin(request.user)})


@never_cache
@login_required
def poll(request, pk):
    """The ballot while it runs; afterwards the result."""
    found = find_poll(request, pk)
    options = list(found.options.all())
    for option in options:
        option.poll = found
    takes_part = may_answer(request.user, found)
    ballot = ballot_of(found, request.user) if found.is_running and takes_part else None
    form = None
    if found.is_running and takes_part:
        form = BALLOTS[found.kind](
            request.POST if request.method == "POST" else None, said=ballot.said if ballot else None, options=options
        )
    if request.method == "POST":
        require(takes_part, _("An dieser Umfrage nehmen Sie nicht teil."))
        if form is None:
            raise Refusal(_("Diese Umfrage ist beendet."))
        if form.is_valid():
            try:
                cast(found, form.said(), by=request.user)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Ihre Antwort ist gespeichert. Bis zum Ende können Sie sie ändern."))
                return redirect(found.path)
    return render(request, "debates/poll.html", {
        "poll": found, "options": options, "form": form, "ballot": ballot, "takes_part": takes_part,
        "rows": in_her_order(form, found, request.user) if form and found.kind != Poll.CONSENT else [],
        "who_reads": said(found.readers), "result": poll_results.said_of(found, options),
        "may_look_after": may_look_after_poll(request.user, found),
        "steps": [step for room in gather("next_steps") for step in room.steps(found, request.user)],
    }, status=422 if form is not None and form.is_bound else 200)  # fmt: skip
