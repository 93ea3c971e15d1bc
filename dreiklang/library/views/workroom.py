from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dreiklang.library.consenting import seen_in_workroom
from dreiklang.library.rules import may_write
from dreiklang.library.views.finding import find_draft


@login_required
@require_safe
def workroom(request, pk):
    """Where a page is written: its text as it stands, and what is to be done next."""
    found = find_draft(request, pk)
    return render(request, "library/workroom.html", {
        "article": found, "parts": found.sections.standing(), "may_write": may_write(request.user, found),
        "origin": seen_in_workroom(found, request.user),
    })  # fmt: skip
