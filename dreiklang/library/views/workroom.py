from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dreiklang.library.consenting import seen_in_workroom
from dreiklang.library.feedback import feedback_of
from dreiklang.library.models import Rival
from dreiklang.library.rules import may_discard, may_write, works_on
from dreiklang.library.stages import Facts, box_of
from dreiklang.library.views.finding import find_draft
from dreiklang.library.workplaces import has_changed, who_reads_draft, who_will_read


@login_required
@require_safe
def workroom(request, pk):
    """Where a page is written: its text as it stands, and what is to be done next."""
    found, person = find_draft(request, pk), request.user
    sections, writes = list(found.sections.all()), may_write(person, found)
    standing, rivals = [one for one in sections if not one.is_gone], defaultdict(list)
    if writes and found.has_rivals:
        for rival in Rival.objects.open().filter(section__in=sections).select_related("section"):
            rivals[rival.section_id].append(rival)
    origin, feedback = seen_in_workroom(found, person), feedback_of(found, person)
    facts = Facts(
        len(standing), sum(not one.source for one in standing), len(rivals),
        len(feedback["suggestions"]) + feedback["more_suggestions"], feedback["remarks"].total(), found.has_sources,
        origin is not None and origin.is_awaited,
    )  # fmt: skip
    return render(request, "library/workroom.html", {
        "article": found, "standing": standing, "rivals": rivals, "gone": [one for one in sections if one.is_gone],
        "may_write": writes, "works_on": works_on(person, found), "may_discard": may_discard(person, found),
        "has_changed": has_changed(found), "who_reads": who_reads_draft(found), "who_will_read": who_will_read(found),
        "authors": found.authors.all(), "files": found.files.filter(is_gone=False), "fields": found.fields.all(),
        "number_of_sources": found.sources.count() if found.has_sources else 0, "origin": origin, **feedback,
        **box_of(found, person, writes, facts),
    })  # fmt: skip
