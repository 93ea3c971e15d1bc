"""The team's side of a call: the applications and what becomes of them, the questions and the reserved places."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.tables import download
from dreiklang.foundation.text import fold, slug
from dreiklang.seats import forms
from dreiklang.seats.actions import calling, deciding, drawing
from dreiklang.seats.models import Draw, Question, Quota, Registration, Seats
from dreiklang.seats.overview import Overview
from dreiklang.seats.rules import may_steer
from dreiklang.seats.tables import of_applications

_DECISIONS = (Registration.OFFERED, Registration.WAITING, Registration.REJECTED)


@login_required
@require_safe
def applications(request, pk):
    """All applications of one call: who fits what, what was answered, how it stands."""
    require(may_steer(request.user))
    overview = Overview(_call(pk))
    asked = {name: request.GET.get(name, "") for name in ("stand", "kontingent", "q")}
    rows = overview.filtered(state=asked["stand"], quota=asked["kontingent"], text=fold(asked["q"].strip()))
    return render(request, "seats/applications.html", {
        "seats": overview.seats, "overview": overview, "rows": rows, "asked": asked, "all": request.GET.get("alle"),
        "draw": Draw.objects.filter(seats=overview.seats).first(), "states": Registration.STATES,
    })  # fmt: skip


@login_required
@require_POST
def decision(request, pk):
    """What the team chose in the table: first asked back, with the reason, then done."""
    require(may_steer(request.user))
    seats, act = _call(pk), request.POST.get("act")
    if act not in _DECISIONS:
        raise Http404
    chosen = seats.registrations.filter(pk__in=_ids(request.POST.getlist("chosen"))).select_related("person")
    chosen = [one for one in chosen if one.state in {Registration.APPLIED, Registration.WAITING}]
    if not chosen and request.POST.get("sure"):  # a second click; the first has decided
        return redirect("applications", pk)
    if not chosen:
        messages.error(request, _("Bitte wählen Sie mindestens eine Bewerbung aus, über die noch zu entscheiden ist."))
        return redirect("applications", pk)
    form = forms.DecisionForm(request.POST if request.POST.get("sure") else None)
    if form.is_valid():
        try:
            done = deciding.decide(seats, chosen, act, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _said(len(done)))
            return redirect("applications", pk)
    return render(request, "seats/decision.html", {"seats": seats, "chosen": chosen, "act": act, "form": form})


def _said(number: int) -> str:
    told = ngettext(
        "Entschieden. %(n)s Person bekommt eine Nachricht.", "Entschieden. %(n)s Personen bekommen eine Nachricht.",
        number,
    )  # fmt: skip
    return told % {"n": number}


@login_required
def proposal(request, pk):
    """What the stated rule would do; nothing is decided before the button."""
    require(may_steer(request.user))
    seats = _call(pk)
    try:
        if request.method == "POST":
            done = deciding.decide_by_rule(seats, by=request.user, seen=request.POST.get("seen", ""))
            messages.success(request, _said(len(done.offered) + len(done.waiting)))
            return redirect("applications", pk)
        proposed, refusal = deciding.propose(seats), ""
    except Refusal as refused:
        if request.method == "POST":
            messages.error(request, refused.sentence)
            return redirect("proposed_choice", pk)
        proposed, refusal = None, refused.sentence
    return render(request, "seats/proposal.html", {
        "seats": seats, "proposal": proposed, "refusal": refusal, "behind": seats.registrations.waiting().count(),
    })  # fmt: skip


@login_required
@require_POST
def drawing_of_lots(request, pk):
    require(may_steer(request.user))
    try:
        drawing.draw(_call(pk), by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("applications", pk)
    messages.success(request, _("Gelost. Startwert und Reihenfolge sind jetzt öffentlich."))
    return redirect("proposed_choice", pk)


@login_required
@require_safe
def list_of_applications(request, pk):
    require(may_steer(request.user))
    overview = Overview(_call(pk))
    return download(slug(f"bewerbungen {overview.seats.title}"), *of_applications(overview))


@login_required
def call(request, pk):
    """Whether one applies, by which order seats are given, what is asked, which places are reserved."""
    require(may_steer(request.user))
    seats = get_object_or_404(Seats, pk=pk)
    form = forms.CallForm.of(seats, request.POST or None)
    if form.is_valid():
        try:
            calling.call(seats, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("call", pk)
    return render(request, "seats/call.html", {
        "seats": seats, "form": form, "questions": seats.questions.all(), "quotas": seats.quotas.all(),
        "has_begun": seats.registrations.exists(),
    })  # fmt: skip


@login_required
def new_question(request, pk):
    return _question(request, get_object_or_404(Seats, pk=pk), None)


@login_required
def edit_question(request, pk):
    question = get_object_or_404(Question.objects.select_related("seats"), pk=pk)
    return _question(request, question.seats, question)


def _question(request, seats, question):
    require(may_steer(request.user))
    has_begun = seats.registrations.exists()
    form = forms.QuestionForm.of(question, request.POST or None, only_wording=question is not None and has_begun)
    try:
        if request.method == "POST" and request.POST.get("act") == "drop" and question:
            calling.drop_question(question)
            return redirect("call", seats.pk)
        if form.is_valid():
            calling.ask(seats, form.cleaned_data, question=question)
            return redirect("call", seats.pk)
    except Refusal as refusal:
        form.is_valid()
        form.refuse(refusal)
    title = _("Frage ändern") if question else _("Neue Frage")
    may_drop = question is not None and not has_begun
    return render(request, "seats/part_of_call.html", {
        "seats": seats, "form": form, "title": title, "drop": _("Frage löschen") if may_drop else "",
    })  # fmt: skip


@login_required
def new_quota(request, pk):
    return _quota(request, get_object_or_404(Seats, pk=pk), None)


@login_required
def edit_quota(request, pk):
    quota = get_object_or_404(Quota.objects.select_related("seats"), pk=pk)
    return _quota(request, quota.seats, quota)


def _quota(request, seats, quota):
    require(may_steer(request.user))
    if quota and request.POST.get("act") == "drop":
        calling.drop_quota(quota, by=request.user)
        return redirect("call", seats.pk)
    form = forms.QuotaForm(seats, request.POST or None, quota=quota)
    if form.is_valid():
        try:
            calling.reserve(seats, form.facts(), by=request.user, quota=quota)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("call", seats.pk)
    title = _("Kontingent ändern") if quota else _("Neues Kontingent")
    return render(request, "seats/part_of_call.html", {
        "seats": seats, "form": form, "title": title, "drop": _("Kontingent löschen") if quota else "",
    })  # fmt: skip


def _call(pk) -> Seats:
    return get_object_or_404(Seats, pk=pk, by_application=True)


def _ids(texts) -> set[UUID]:
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found
