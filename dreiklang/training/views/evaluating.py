from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.events.models import Event
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.tables import download
from dreiklang.foundation.text import slug as slug_of
from dreiklang.training.actions import evaluating
from dreiklang.training.forms.listening import AnswerForm, QuestionsForm
from dreiklang.training.models import BlockDate, Evaluation, Run
from dreiklang.training.results import LEAST, LEAST_NAMINGS, results_of
from dreiklang.training.rules import may_read_feedback, may_run_programmes


@never_cache
@login_required
def evaluation(request, slug, pk, block):
    """One page for all who may read it: before it opens, while one answers, and what came of it."""
    date = _find(request, slug, pk, block)
    found = Evaluation.objects.filter(date=date).first()
    ticket = found.tickets.filter(person=request.user).first() if found and found.open_since else None
    form = None
    if found and found.is_open and ticket and ticket.is_open:
        form = AnswerForm(request.POST if request.method == "POST" else None, evaluation=found)
        if form.is_valid():
            evaluating.answer(found, request.user, form.given)
            return redirect(request.path)
    elif request.method == "POST":  # a second click finds the thanks for the first
        if ticket is None or ticket.is_open:
            messages.error(request, _("Hier kann man gerade nicht antworten."))
        return redirect(request.path)
    return render(request, "training/evaluation.html", {
        "date": date, "evaluation": found, "ticket": ticket, "form": form, "results": results_of(found),
        "may_word": may_run_programmes(request.user) and not (found and found.open_since),
        "may_export": may_run_programmes(request.user), "least": LEAST, "least_namings": LEAST_NAMINGS,
    }, status=422 if form and form.errors else 200)  # fmt: skip


@login_required
@require_safe
def evaluation_table(request, slug, pk, block):
    """The same results as a file, for the team."""
    require(may_run_programmes(request.user))
    date = _find(request, slug, pk, block)
    results = results_of(Evaluation.objects.filter(date=date).first())
    if results is None:
        raise Http404
    rows = [[result.text, bar.label, bar.number] for result in results for bar in result.bars]
    rows += [[result.text, text, None] for result in results for text in result.texts]
    return download(f"rueckmeldung-{slug_of(date.block.title)}", [_("Frage"), _("Antwort"), _("Anzahl")], rows)


@login_required
def evaluation_questions(request, slug, pk, block):
    require(may_run_programmes(request.user))
    date = _find(request, slug, pk, block)
    found = Evaluation.objects.filter(date=date).first()
    if found and found.open_since:
        raise Http404
    usual = (evaluating.STATEMENTS, evaluating.OPEN_QUESTIONS)
    form = QuestionsForm(request.POST or None, initial=QuestionsForm.of(found, *usual))
    if form.is_valid():
        try:
            evaluating.word(date, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert. Gefragt wird, sobald der Baustein zu Ende ist."))
            return redirect("evaluation", slug, pk, block)
    return render(request, "training/evaluation_questions.html", {"date": date, "form": form})


def _find(request, slug, pk, block) -> BlockDate:
    """The block date, for those who may read its feedback; for others there is none."""
    date = find_date(request, slug, pk, block)
    if not may_read_feedback(request.user, date):
        raise Http404
    return date


def find_date(request, slug, pk, block) -> BlockDate:
    dates = BlockDate.objects.filter(run__in=Run.objects.visible_to(request.user)).select_related(
        "run__programme", "run__cohort", "block", "event__seats", "event__part_of"
    )
    if not may_run_programmes(request.user):
        dates = dates.exclude(event__state=Event.DRAFT)
    return get_object_or_404(dates, run__programme__slug=slug, run=pk, block__slug=block)
