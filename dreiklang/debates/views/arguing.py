"""Arguments as they are written: with what is there already shown before one adds to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dreiklang.debates.actions import arguing, convincing
from dreiklang.debates.argument_reports import target_of
from dreiklang.debates.forms.arguments import ArgumentChangeForm, ArgumentForm
from dreiklang.debates.likeness import alike
from dreiklang.debates.models import Argument
from dreiklang.debates.models.arguments import DEEPEST
from dreiklang.debates.rules import is_hers, may_argue
from dreiklang.debates.views.arguments import find_thesis, who_reads
from dreiklang.debates.views.reporting import hand_in
from dreiklang.dialogue.models.following import anywhere
from dreiklang.foundation.refusal import Refusal, require

SIDES = {"dafuer", "dagegen"}


def find_argument(request, pk, argument) -> Argument:
    """One that stands, of a thesis that she reads."""
    thesis = find_thesis(request, pk)
    found = get_object_or_404(thesis.arguments.standing().select_related("author"), pk=argument)
    found.thesis = thesis
    return found


@never_cache
@login_required
def new_argument(request, pk):
    return _new(request, find_thesis(request, pk), None)


@never_cache
@login_required
def answer_argument(request, pk, argument):
    found = find_argument(request, pk, argument)
    require(found.depth < DEEPEST, _("Tiefer verzweigt sich der Baum nicht."))
    return _new(request, found.thesis, found)


def _new(request, thesis, to):
    """What sounds alike is shown once, with what was typed still in the form; sent again, it is added."""
    require(may_argue(request.user, thesis) and not thesis.is_over)
    side = request.GET.get("seite")
    initial = {"public_id": anywhere(), "name": "named", **({"side": side} if side in SIDES else {})}
    form = ArgumentForm(
        request.POST if request.method == "POST" else None, initial=initial, is_answer=to is not None
    )  # fmt: skip
    like = []
    if form.is_valid():
        typed = form.cleaned_data
        like = (
            alike(thesis, typed["headline"], but=typed["public_id"]) if typed["compared"] != typed["headline"] else []
        )
        if not like:
            return _added(request, thesis, to, form)
        form.data = form.data.copy()
        form.data["compared"] = typed["headline"]
    return _show(request, thesis, form, to=to, like=like)


def _added(request, thesis, to, form):
    typed = form.cleaned_data
    try:
        argument = arguing.add(thesis, form.facts(), by=request.user, is_named=typed["name"] == "named", to=to,
                               public_id=typed["public_id"])  # fmt: skip
    except Refusal as refusal:
        form.refuse(refusal)
        return _show(request, thesis, form, to=to)
    # Never by a message: it would lie in her session, with the moment at which that was saved.
    return redirect(argument.place.replace("#", "?ergaenzt=1#"))


def _show(request, thesis, form, *, to, argument=None, like=()):
    return render(request, "debates/thesis_argument.html", {
        "thesis": thesis, "form": form, "who_reads": who_reads(thesis), "to": to, "argument": argument, "like": like,
    }, status=422 if form.is_bound and not like else 200)  # fmt: skip


@never_cache
@login_required
def edit_argument(request, pk, argument):
    found = find_argument(request, pk, argument)
    require(is_hers(request.user, found) and not found.thesis.is_over)
    form = ArgumentChangeForm(
        request.POST if request.method == "POST" else None, initial=ArgumentChangeForm.of(found),
        is_answer=found.depth > 1,
    )  # fmt: skip
    if form.is_valid():
        try:
            arguing.change(found, form.facts(), by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Geändert."))
            return redirect(found.place)
    return _show(request, found.thesis, form, argument=found, to=found.to)


@never_cache
@login_required
def withdraw_argument(request, pk, argument):
    found = find_argument(request, pk, argument)
    require(is_hers(request.user, found) and not found.thesis.is_over)
    if request.method == "POST":
        arguing.withdraw(found, by=request.user)
        messages.success(request, _("Ihr Argument ist zurückgezogen."))
        return redirect(found.thesis.path)
    return render(request, "debates/thesis_withdraw.html", {
        "thesis": found.thesis, "argument": found, "is_answered": found.answers.exists(),
    })  # fmt: skip


@login_required
@require_POST
def convince(request, pk, argument):
    found = find_argument(request, pk, argument)
    require(may_argue(request.user, found.thesis))
    is_so = {"ja": True, "nein": False}.get(request.POST.get("ueberzeugt"))
    if is_so is None:
        raise Http404
    convincing.convince(found, is_so, by=request.user)
    return redirect(found.place)


@never_cache
def report_argument(request, pk, argument):
    """Whoever reads it says what is wrong with it, also without an account."""
    found = find_argument(request, pk, argument)
    form = hand_in(request, target_of(found))
    if form is None:
        return render(request, "debates/thesis_reported.html", {"thesis": found.thesis})
    return render(
        request, "debates/thesis_report.html", {"thesis": found.thesis, "argument": found, "form": form},
        status=422 if form.is_bound else 200,
    )  # fmt: skip
