from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dreiklang.library.rules import may_write
from dreiklang.library.stages import next_of
from dreiklang.library.views.finding import find_draft


@login_required
@require_safe
def workroom(request, pk):
    """Where a page is written: its text as it stands, and what is to be done next."""
    found = find_draft(request, pk)
    writes = may_write(request.user, found)
    return render(request, "library/workroom.html", {
        "article": found, "parts": found.sections.standing(), "may_write": writes,
        **next_of(found, request.user, writes),
    })  # fmt: skip
