"""What is the participant's own: her competences, her practice project, and one page of a run where both hang."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dreiklang.events.models import Event
from dreiklang.groups.readers import tokens_of
from dreiklang.training.actions import practising, rating
from dreiklang.training.forms.listening import RATING_STEPS, FollowUpForm, ProjectForm, RatingForm
from dreiklang.training.models import BlockDate, FollowUp, PracticeProject, Rating, Run, Ticket
from dreiklang.training.results import sums_of
from dreiklang.training.rules import may_run_programmes, takes_part, takes_part_in_run
from dreiklang.training.shared_projects import shared_in
from dreiklang.training.views.evaluating import find_date


@never_cache
@login_required
@require_safe
def my_learning(request, slug, pk):
    run = _my_run(request, slug, pk)
    return render(request, "training/my_learning.html", {"run": run, "listening": listening_of(request.user, run)})


def listening_of(person, run) -> dict:
    """What `training/_my_listening.html` shows her of a run, in four queries at most: {dates (her block dates in order,
    each with `evaluation_or_none`, `is_rated` and `asks`), project, may_name}."""
    mine = {"person": person.pk}
    open_tickets = Ticket.objects.filter(
        **mine, is_open=True, evaluation__date=OuterRef("pk"), evaluation__closes_at__gt=timezone.now()
    )
    dates = list(_dates_in(person, run).annotate(
        is_rated=Exists(Rating.objects.filter(**mine, date=OuterRef("pk"))), asks=Exists(open_tickets),
    ))  # fmt: skip
    for date in dates:
        date.run, date.evaluation_or_none = run, getattr(date, "evaluation", None)
    project = PracticeProject.objects.filter(**mine, run=run).first()
    return {"dates": dates, "project": project, "may_name": _may_name(dates)}


def _dates_in(person, run):
    in_cohort = run.cohort_id is not None and run.cohort.token in tokens_of(person)
    hers = run.dates.all() if in_cohort else BlockDate.objects.of(person).filter(run=run)
    told = hers.exclude(event__state=Event.DRAFT)
    return told.select_related("event", "block", "evaluation").order_by("event__starts")


def _may_name(dates) -> bool:
    """At the end of a run: once the last of her blocks has begun."""
    return bool(dates) and max(date.event.starts for date in dates) <= timezone.now()


@never_cache
@login_required
def competences(request, slug, pk, block):
    """Hers alone, before and after; she may change and delete it however long ago it was."""
    date = find_date(request, slug, pk, block)
    mine = {each.competence: each for each in Rating.objects.filter(date=date, person=request.user)}
    if not mine and not takes_part(request.user, date):
        raise Http404
    form = RatingForm(
        request.POST if request.method == "POST" else None, competences=date.block.competences, ratings=mine,
        has_begun=date.event.starts <= timezone.now(),
    )  # fmt: skip
    if request.POST.get("act") == "delete":
        rating.forget(date, request.user)
        messages.success(request, _("Gelöscht. Es ist nichts mehr davon gespeichert."))
        return redirect(request.path)
    if form.is_valid():
        rating.rate(date, request.user, form.steps)
        messages.success(request, _("Gespeichert. Das lesen nur Sie."))
        return redirect(request.path)
    return render(request, "training/competences.html", {
        "date": date, "form": form, "ratings": list(mine.values()), "steps": [str(step) for step in RATING_STEPS],
    }, status=422 if form.errors else 200)  # fmt: skip


@never_cache
@login_required
def practice_project(request, slug, pk):
    """My project of this run with its course; without one, the form to name it."""
    run = _my_run(request, slug, pk)
    project = _project_of(request.user, run)
    may_name = _may_name(_dates_in(request.user, run))
    if project is None and may_name:
        return _write(request, run, None)
    if request.method == "POST":
        return redirect(request.path)
    asked = list(project.follow_ups.all()) if project else []
    open_one = next((each for each in reversed(asked) if not each.state and not each.is_skipped), None)
    return render(request, "training/practice_project.html", {
        "run": run, "project": project, "asked": asked, "open": open_one,
        "form": FollowUpForm() if open_one else None, "to_come": _to_come(project, asked),
    })  # fmt: skip


def _to_come(project, asked) -> list:
    """Days on which she will still be asked."""
    if project is None or not project.is_asked:
        return []
    latest = max((each.months for each in asked), default=0)
    return [practising.months_later(project.named_on, months) for months in FollowUp.AFTER if months > latest]


@login_required
def practice_project_editing(request, slug, pk):
    run = _my_run(request, slug, pk)
    return _write(request, run, _project_or_404(request.user, run))


def _write(request, run, project):
    form = ProjectForm(
        request.POST if request.method == "POST" else None, initial=ProjectForm.of(project) if project else {}
    )
    if form.is_valid():
        practising.name(run, request.user, form.cleaned_data)
        messages.success(request, _("Gespeichert."))
        return redirect("practice_project", run.programme.slug, run.pk)
    return render(request, "training/write_practice_project.html", {
        "run": run, "project": project, "form": form,
    }, status=422 if form.errors else 200)  # fmt: skip


@login_required
def follow_up(request, slug, pk, months):
    """Her answer to one of our questions; said anew, it says the new."""
    run = _my_run(request, slug, pk)
    project = _project_or_404(request.user, run)
    found = get_object_or_404(project.follow_ups.select_related("project"), months=months)
    if request.method == "POST" and request.POST.get("act") == "skip":
        practising.skip(found)
        messages.success(request, _("Übersprungen."))
        return redirect("practice_project", slug, pk)
    initial = {name: getattr(found, name) for name in ("state", "outcome", "would_help")}
    form = FollowUpForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        practising.answer(found, **form.cleaned_data)
        messages.success(request, _("Gespeichert. Das lesen nur Sie."))
        return redirect("practice_project", slug, pk)
    return render(request, "training/follow_up.html", {
        "run": run, "project": project, "found": found, "form": form,
    }, status=422 if form.errors else 200)  # fmt: skip


@login_required
@require_POST
def practice_project_questions(request, slug, pk):
    """Whether letters go on asking."""
    project = _project_or_404(request.user, _my_run(request, slug, pk))
    practising.let_ask(project, request.POST.get("act") == "ask")
    said = _("Wir fragen wieder nach.") if project.is_asked else _("Wir fragen nicht mehr nach.")
    messages.success(request, said)
    return redirect("practice_project", slug, pk)


@login_required
def practice_project_deletion(request, slug, pk):
    run = _my_run(request, slug, pk)
    project = _project_or_404(request.user, run)
    if request.method == "POST":
        practising.forget(project)
        messages.success(request, _("Gelöscht. Es ist nichts mehr davon gespeichert."))
        return redirect("my_learning", slug, pk)
    return render(request, "training/delete_practice_project.html", {"run": run, "project": project})


@login_required
@require_safe
def practice_projects(request, slug, pk):
    """For the cohort what others let it read, for the team the sum; neither sees what the other does."""
    run = _find_run(request, slug, pk)
    is_mine = takes_part_in_run(request.user, run)
    if not is_mine and not may_run_programmes(request.user):
        raise Http404
    return render(request, "training/practice_projects.html", {
        "run": run, "shared": shared_in(run) if is_mine else None,
        "sums": sums_of(run) if may_run_programmes(request.user) else None,
    })  # fmt: skip


def _find_run(request, slug, pk) -> Run:
    runs = Run.objects.visible_to(request.user).select_related("programme", "cohort")
    return get_object_or_404(runs, programme__slug=slug, pk=pk)


def _my_run(request, slug, pk) -> Run:
    """A run she belongs to or has a project in; for others there is no such page."""
    run = _find_run(request, slug, pk)
    if not takes_part_in_run(request.user, run) and _project_of(request.user, run) is None:
        raise Http404
    return run


def _project_of(person, run) -> PracticeProject | None:
    project = PracticeProject.objects.filter(run=run, person=person).select_related("field").first()
    if project:
        project.run = run
    return project


def _project_or_404(person, run) -> PracticeProject:
    project = _project_of(person, run)
    if project is None:
        raise Http404
    return project
