from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dreiklang.library.consenting import seen_in_workroom
from dreiklang.library.feedback import feedback_of
from dreiklang.library.models import Rival
from dreiklang.library.rules import may_discard, may_write, works_on
from dreiklang.library.stages import next_of
from dreiklang.library.views.finding import find_draft
from dreiklang.library.workplaces import has_changed, who_reads_draft, who_will_read


@login_required
@require_safe
def workroom(request, pk):
    """Where a page is written: its text as it stands, and what is to be done next."""
    found = find_draft(request, pk)
    sections = list(found.sections.all())
    rivals, writes = defaultdict(list), may_write(request.user, found)
    for rival in Rival.objects.open().filter(section__in=sections).select_related("section") if writes else ():
        rivals[rival.section_id].append(rival)
    return render(request, "library/workroom.html", {
        "article": found, "standing": [one for one in sections if not one.is_gone], "rivals": rivals,
        "gone": [one for one in sections if one.is_gone], "may_write": writes,
        "works_on": works_on(request.user, found), "may_discard": may_discard(request.user, found),
        "has_changed": has_changed(found), "who_reads": who_reads_draft(found), "who_will_read": who_will_read(found),
        "authors": found.authors.all(), "files": found.files.filter(is_gone=False),
        "fields": found.fields.all(), "number_of_sources": found.sources.count(),
        **feedback_of(found, request.user),
        **next_of(found, request.user, writes),
        "origin": seen_in_workroom(found, request.user),
    })  # fmt: skip
