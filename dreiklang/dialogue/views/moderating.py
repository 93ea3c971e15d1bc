from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.dialogue.actions import moderating
from dreiklang.dialogue.forms.moderating import (
    AppealForm,
    DecisionForm,
    DeclineForm,
    OutcomeForm,
    ReportForm,
    RevealForm,
)
from dreiklang.dialogue.models import Post, Thread, Voice
from dreiklang.dialogue.moderated import decisions_about, requests_for, waiting_for
from dreiklang.dialogue.rules import may_moderate, may_report, may_withdraw
from dreiklang.dialogue.views.finding import find_thread
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.moderation import sealed, things
from dreiklang.moderation.actions import deciding, reporting, revealing
from dreiklang.moderation.models import Case, Decision, RevealRequest
from dreiklang.moderation.rules import cases_for, cases_to_decide, may_decide, may_object
from dreiklang.people.models import Person

NEAR = 2  # posts before and after the reported one


@login_required
def report(request, pk, number):
    thread, post = _find_post(request, pk, number)
    require(may_report(request.user, post), _("Diesen Beitrag können Sie nicht melden."))
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        target = moderating.target_of(post)
        reporting.report(things.find([target])[target], **form.cleaned_data, by=request.user)
        return render(request, "dialogue/reported.html", {"thread": thread, "post": post})
    return render(
        request, "dialogue/report.html", {"thread": thread, "post": post, "form": form},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _find_post(request, pk, number) -> tuple[Thread, Post]:
    thread = find_thread(request, pk)
    return thread, get_object_or_404(thread.posts.select_related("voice", "author", "thread__room"), number=number)


@login_required
def withdraw(request, pk, number):
    """Take one's own text back: asked once more, for it is gone for good."""
    thread, post = _find_post(request, pk, number)
    require(may_withdraw(request.user, post), _("Diesen Beitrag können Sie nicht zurücknehmen."))
    if request.method == "POST":
        moderating.withdraw(post, by=request.user)
        messages.success(request, _("Ihr Beitrag ist zurückgenommen. Der Text ist gelöscht."))
        return redirect(post.path)
    return render(request, "dialogue/withdraw.html", {"thread": thread, "post": post})


@never_cache
@login_required
@require_safe
def queue(request):
    """What waits for whoever decides: reports, objections, posts to let appear, requests to reveal."""
    places = things.places_of(request.user)
    cases = list(cases_to_decide(request.user, places).order_by("since")[:100])
    found = things.find([case.target for case in cases])
    return render(request, "dialogue/moderation.html", {
        "cases": [(case, found.get(case.target)) for case in cases], "waiting": waiting_for(request.user, places)[:100],
        "requests": requests_for(request.user),
        "is_keeper": bool(places),
    })  # fmt: skip


@never_cache
@login_required
def case(request, pk):
    found = get_object_or_404(cases_for(request.user), pk=pk)
    thing = things.find([found.target]).get(found.target)
    may = may_decide(request.user, found, thing)
    form = None
    if may:
        form = (OutcomeForm if found.state == Case.APPEALED else DecisionForm)(
            request.POST if request.method == "POST" else None
        )
    if request.method == "POST":
        require(may, _("Hierüber entscheidet jemand anderes, oder es ist schon entschieden."))
        if form.is_valid() and _decided(request, found, form):
            messages.success(request, _("Entschieden. Die betroffene Person erfährt den Grund."))
            return redirect("moderation")
    return render(
        request, "dialogue/case.html",
        {
            "case": found, "thing": thing, "form": form, **_around(request.user, found),
            "reports": [(report.get_kind_display(), report.words) for report in found.reports.order_by("kind", "pk")],
            "history": _history(found),
            "may_reveal": thing is not None and thing.voice and _moderates(request, found),
        }, status=422 if form and form.is_bound else 200,
    )  # fmt: skip


def _decided(request, case: Case, form) -> bool:
    act = deciding.decide_appeal if case.state == Case.APPEALED else deciding.decide
    try:
        act(case, **form.cleaned_data, by=request.user)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _around(person, case: Case) -> dict:
    """What stands around it, for whoever reads the thread; whoever does not sees the reported text alone."""
    post = Post.objects.filter(pk=case.target.partition(":")[2]).first()
    reads = post is not None and Thread.objects.visible_to(person).filter(pk=post.thread_id).exists()
    if not reads or post.number is None:
        return {"near": [], "number": 0, "reads": reads}
    near = Post.objects.filter(thread=post.thread_id, number__range=(post.number - NEAR, post.number + NEAR))
    near = near.exclude(pk=post.pk).select_related("author", "voice").in_order()
    return {"near": list(near), "number": post.number, "reads": True}


def _history(case: Case) -> list[dict]:
    """Earlier decisions about the same text too. Who decided is said to whoever decides."""
    decisions = list(Decision.objects.filter(case__target=case.target).select_related("appeal").order_by("at"))
    appeals = {decision.pk: decision.appeal for decision in decisions if hasattr(decision, "appeal")}
    deciders = {decision.by for decision in decisions} | {appeal.decided_by for appeal in appeals.values()}
    names = dict(Person.objects.filter(pk__in=deciders - {None}).values_list("pk", "name"))
    return [
        {
            "decision": decision, "by": names.get(decision.by), "appeal": (appeal := appeals.get(decision.pk)),
            "appeal_by": appeal and names.get(appeal.decided_by),
        }
        for decision in decisions
    ]  # fmt: skip


def _moderates(request, case: Case) -> bool:
    return request.user in things.room_of(case.place).moderators(case.place)


@never_cache
@login_required
def waiting_post(request, pk):
    """Let a post appear, or say why it does not."""
    post = get_object_or_404(waiting_for(request.user), pk=pk)
    form = DeclineForm(request.POST if request.method == "POST" and "decline" in request.POST else None)
    try:
        if request.method == "POST" and "approve" in request.POST:
            moderating.approve(post, by=request.user)
            messages.success(request, _("Der Beitrag ist freigegeben und zu lesen."))
            return redirect("moderation")
        if form.is_valid():
            moderating.decline(post, **form.cleaned_data, by=request.user)
            messages.success(request, _("Nicht freigegeben. Die betroffene Person erfährt den Grund."))
            return redirect("moderation")
    except Refusal as refusal:
        if form.is_bound:
            form.refuse(refusal)
        else:
            messages.error(request, refusal.sentence)
    return render(
        request, "dialogue/waiting_post.html", {"post": post, "thread": post.thread, "form": form},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@never_cache
@login_required
@require_safe
def own_decisions(request):
    """What moderation decided about her posts, with the reasons: also about what she wrote under a voice."""
    return render(request, "dialogue/own_decisions.html", {"decisions": decisions_about(request.user)})


@never_cache
@login_required
def own_decision(request, pk):
    """For the author alone, signed in: the way of whoever wrote under a voice, to whom no letter goes."""
    decision = get_object_or_404(Decision.objects.select_related("case", "appeal"), pk=pk)
    thing = things.find([decision.case.target]).get(decision.case.target)
    if thing is None or not things.room_of(decision.case.target).is_hers(request.user, decision.case.target):
        raise Http404
    return _objection(request, decision, thing, None if thing.voice else request.user)


@never_cache
def objection(request, token):
    """The page behind the link in the author's letter. It shows the decision, never the text: links are passed on."""
    pk = unseal(token, deciding.PURPOSE)
    decision = get_object_or_404(Decision.objects.select_related("case", "appeal"), pk=pk) if pk else None
    thing = things.find([decision.case.target]).get(decision.case.target) if decision else None
    if thing is None or thing.voice:
        raise Http404
    return _objection(request, decision, thing, thing.author)


def _objection(request, decision, thing, person):
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            deciding.object_to(decision, **form.cleaned_data, person=person)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Ihr Einspruch ist da. Jemand anderes entscheidet noch einmal."))
            return redirect(request.path)
    return render(
        request, "dialogue/objection.html",
        {
            "decision": decision, "thing": thing, "form": form, "may_object": may_object(decision),
            "appeal": getattr(decision, "appeal", None),
        }, status=422 if form.is_bound else 200,
    )  # fmt: skip


@never_cache
@login_required
def reveal(request, pk):
    """Propose to say who speaks as a voice; another moderator confirms; the two see it once."""
    voice = get_object_or_404(Voice.objects.select_related("thread__room"), pk=pk)
    if not may_moderate(request.user, voice.thread.room):
        raise Http404
    proposed = RevealRequest.objects.filter(voice=voice.pk).order_by("-proposed_at").first()
    is_open = proposed is not None and RevealRequest.objects.open().filter(pk=proposed.pk).exists()
    form, shown = RevealForm(request.POST if "propose" in request.POST else None), None
    try:
        if "confirm" in request.POST and is_open:
            first = get_object_or_404(Person, pk=proposed.first)
            sealed.reveal(voice.pk, first=first, second=request.user, reason=proposed.reason)
            return redirect("reveal", pk)
        if "show" in request.POST and proposed:
            shown = sealed.shown_once(proposed, request.user)
        if form.is_valid():
            revealing.propose(voice.pk, f"room:{voice.thread.room_id}", **form.cleaned_data, by=request.user)
            messages.success(request, _("Beantragt. Jemand anderes aus der Moderation muss zustimmen."))
            return redirect("reveal", pk)
    except Refusal as refusal:
        if form.is_bound:
            form.refuse(refusal)
        else:
            messages.error(request, refusal.sentence)
    part = proposed and {proposed.first: "first", proposed.second: "second"}.get(request.user.pk)
    return render(
        request, "dialogue/reveal.html",
        {
            "voice": voice, "thread": voice.thread, "room": voice.thread.room,
            "proposed": proposed if is_open else None,
            "is_hers": proposed is not None and proposed.first == request.user.pk, "form": form, "shown": shown,
            "may_show": bool(part and proposed.revealed_at and part not in proposed.shown_to) and shown is None,
        }, status=422 if form.is_bound else 200,
    )  # fmt: skip
