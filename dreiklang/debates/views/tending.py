"""Debates as those who prepare and look after them see them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dreiklang.debates import phases
from dreiklang.debates.actions import ending, preparing, proposing
from dreiklang.debates.forms.debates import RULES, DebateForm, DeclineForm, OutcomeForm, SeedForm, StatementForm
from dreiklang.debates.models import Debate
from dreiklang.debates.rules import may_begin, may_look_after
from dreiklang.debates.views.finding import find_debate
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require


@never_cache
@login_required
def new_debate(request):
    require(may_begin(request.user))
    initial = {"public_id": fresh_id(), "rules_source": RULES}
    form = DebateForm(request.POST if request.method == "POST" else None, initial=initial, person=request.user)
    if form.is_valid():
        debate = preparing.begin(form.facts(), by=request.user, public_id=form.cleaned_data["public_id"])
        messages.success(request, _("Der Entwurf steht. Jetzt fehlen die Aussagen, mit denen es losgeht."))
        return redirect(f"{debate.path}betreuung/")
    return render(request, "debates/write.html", {"form": form, "debate": None}, status=422 if form.is_bound else 200)


@never_cache
@login_required
def edit_debate(request, slug):
    debate = find_debate(request, slug)
    require(may_look_after(request.user, debate))
    form = DebateForm(
        request.POST if request.method == "POST" else None, initial=DebateForm.of(debate), person=request.user
    )
    if form.is_valid():
        try:
            debate = preparing.save(debate, form.facts(), by=request.user, seen=form.cleaned_data["seen"])
        except Refusal as refusal:
            form.refuse(refusal)
            form.has_seen(Debate.objects.get(pk=debate.pk).changed_at.isoformat())
        else:
            messages.success(request, _("Gespeichert."))
            return redirect(f"{debate.path}betreuung/")
    return render(request, "debates/write.html", {"form": form, "debate": debate}, status=422 if form.is_bound else 200)


@never_cache
@login_required
def tend(request, slug):
    """Statements that wait, those that stand, and what is next."""
    debate = find_debate(request, slug)
    require(may_look_after(request.user, debate))
    form = SeedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            number = len([proposing.seed(debate, text, by=request.user) for text in form.cleaned_data["texts"]])
        except Refusal as refusal:
            form.add_error("texts", refusal.sentence)
        else:
            said = ngettext("%(n)s Aussage ist aufgenommen.", "%(n)s Aussagen sind aufgenommen.", number)
            messages.success(request, said % {"n": number})
            return redirect(f"{debate.path}betreuung/")
    statements = list(debate.statements.all())
    return render(request, "debates/tend.html", {
        "debate": debate, "phase_name": phases.NAMES[debate.phase], "form": form, "decline": DeclineForm(),
        "waiting": [one for one in statements if one.state == one.WAITING],
        "standing": [one for one in statements if one.state == one.ACCEPTED],
        "may_seed": debate.allows(phases.SEED), "may_mend": debate.allows(phases.MEND),
        "may_decide": debate.allows(phases.DECIDE), "may_write": debate.allows(phases.WRITE),
        "may_conclude": debate.allows(phases.CONCLUDE), "fewest": preparing.FEWEST_SEEDS,
    }, status=422 if form.is_bound else 200)  # fmt: skip


@login_required
@require_POST
def publish_debate(request, slug):
    debate = find_debate(request, slug)
    require(may_look_after(request.user, debate))
    preparing.publish(debate, by=request.user)
    messages.success(request, _("Die Debatte ist veröffentlicht."))
    return redirect(debate.path)


@login_required
@require_POST
def decide_statement(request, slug, pk):
    debate = find_debate(request, slug)
    require(may_look_after(request.user, debate))
    statement = get_object_or_404(debate.statements, pk=pk)
    if "aufnehmen" in request.POST:
        proposing.take_in(statement, by=request.user)
        messages.success(request, _("Aufgenommen. Ab jetzt wird darüber abgestimmt."))
    else:
        proposing.decline(statement, request.POST.get("reason", "")[:300], by=request.user)
        messages.success(request, _("Nicht aufgenommen. Der Grund steht bei der Debatte."))
    return redirect(f"{debate.path}betreuung/")


@login_required
def mend_statement(request, slug, pk):
    debate = find_debate(request, slug)
    require(may_look_after(request.user, debate))
    statement = get_object_or_404(debate.statements.accepted(), pk=pk)
    form = StatementForm(request.POST if request.method == "POST" else None, initial={"text": statement.text})
    if form.is_valid():
        try:
            proposing.mend(statement, form.cleaned_data["text"], by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Verbessert."))
            return redirect(f"{debate.path}betreuung/")
    return render(request, "debates/mend.html", {"debate": debate, "form": form}, status=422 if form.is_bound else 200)


@never_cache
@login_required
def outcome(request, slug):
    debate = find_debate(request, slug)
    require(may_look_after(request.user, debate) and debate.allows(phases.CONCLUDE))
    form = OutcomeForm(
        request.POST if request.method == "POST" else None, initial={"outcome_source": debate.outcome_source}
    )
    if form.is_valid():
        ending.conclude(debate, form.cleaned_data["outcome_source"], by=request.user)
        messages.success(request, _("Gespeichert. Wer mit einem Konto teilgenommen hat, erfährt es."))
        return redirect(debate.path)
    return render(request, "debates/conclude.html", {
        "thing": debate, "form": form, "heading": _("Was daraus wurde"), "is_first": debate.outcome_at is None,
        "parent": (_("Debatten"), "/dialog/debatten/"),
    }, status=422 if form.is_bound else 200)  # fmt: skip


@login_required
@require_POST
def remind(request, slug):
    """Those of the group who have not answered yet, once."""
    debate = find_debate(request, slug)
    require(may_look_after(request.user, debate))
    ending.remind(debate, by=request.user)
    messages.success(
        request, _("Wer noch nicht geantwortet hat, bekommt einen Brief. Wer das ist, sagt Ihnen das Haus nicht.")
    )
    return redirect(f"{debate.path}betreuung/")
