"""What leaves the house on paper or as a table: lists of a date, and what a funder reads of a run."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dreiklang.events.models import Event
from dreiklang.foundation.refusal import require
from dreiklang.foundation.tables import download
from dreiklang.foundation.text import slug
from dreiklang.training import funding, sheets
from dreiklang.training.models import BlockDate, Run
from dreiklang.training.rules import may_print, may_run_programmes


@login_required
@require_safe
def papers(request, pk):
    """All lists of a block in a run, or of one session, for the team and whoever leads it."""
    event = _find(request, pk)
    parts = [] if event.part_of_id else list(event.sessions.visible_to(request.user).order_by("starts", "title"))
    return render(request, "training/papers.html", {"event": event, "parts": parts})


@login_required
@require_safe
def attendance_sheet(request, pk):
    event = _find(request, pk)
    return _as_pdf(_("Anwesenheitsliste"), event, sheets.to_sign(event))


@login_required
@require_safe
def name_badges(request, pk):
    event = _find(request, pk)
    return _as_pdf(_("Namensschilder"), event, sheets.badges(event))


@login_required
@require_safe
def expected_table(request, pk):
    event = _find(request, pk)
    return download(_file_name(_("Teilnehmende"), event), sheets.HEADINGS, sheets.rows(event))


@login_required
@require_safe
def run_report(request, pk):
    """What a funder reads, on the page as on paper."""
    require(may_run_programmes(request.user))
    run = _find_run(request, pk)
    parts = funding.report(run)
    return render(request, "training/run_report.html", {"run": run, "parts": parts, "remark": funding.REMARK})


@login_required
@require_safe
def run_report_pdf(request, pk):
    require(may_run_programmes(request.user))
    run = _find_run(request, pk)
    return _as_pdf(_("Bericht"), run, funding.as_pdf(run, funding.report(run)))


@login_required
@require_safe
def run_report_table(request, pk):
    require(may_run_programmes(request.user))
    run = _find_run(request, pk)
    return download(_file_name(_("Bericht"), run), funding.HEADINGS, funding.as_rows(funding.report(run)))


def _find(request, pk) -> Event:
    """An event of a run that this person may print lists of; what belongs to no run has none."""
    event = get_object_or_404(Event.objects.visible_to(request.user).select_related("part_of", "seats"), pk=pk)
    require(may_print(request.user, event))
    get_object_or_404(BlockDate, event=event.part_of_id or event.pk)
    return event


def _find_run(request, pk) -> Run:
    return get_object_or_404(Run.objects.visible_to(request.user).select_related("programme", "seats", "cohort"), pk=pk)


def _as_pdf(what: str, of: Event | Run, data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(what, of)}.pdf"'
    return response


def _file_name(what: str, of: Event | Run) -> str:
    return slug(f"{what} {of.title}")
