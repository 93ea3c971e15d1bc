"""Debates as those who take part see them: which there are, one statement at a time, one's own answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dreiklang.debates import phases, secret
from dreiklang.debates.actions.proposing import propose
from dreiklang.debates.actions.voting import vote
from dreiklang.debates.answering import Card, asked_in, card_for, card_of, may_read_results
from dreiklang.debates.forms.debates import StatementForm
from dreiklang.debates.guests import guest_of, new_guest, new_task, remember
from dreiklang.debates.models import Debate, Statement
from dreiklang.debates.rules import may_begin, may_look_after, may_take_part
from dreiklang.debates.views.finding import find_debate, who_is
from dreiklang.foundation.gather import gather
from dreiklang.foundation.models import as_id, fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.groups.readers import said

A_PAGE = 20


@require_safe
def debates(request):
    """Those that run first, then those to come, then what was."""
    page = Paginator(Debate.objects.visible_to(request.user).in_order(), A_PAGE).get_page(request.GET.get("seite"))
    return render(request, "debates/debates.html", {"page": page, "may_begin": may_begin(request.user)})


@never_cache
@require_safe
def debate(request, slug):
    return _show(request, find_debate(request, slug))


def _is_swap(request) -> bool:
    return "HX-Request" in request.headers


def _show(request, found: Debate, form=None, status=200):
    template = "debates/_card.html" if _is_swap(request) else "debates/debate.html"
    return render(request, template, _context(request, found, form), status=status)


def _context(request, found: Debate, form) -> dict:
    takes_part = may_take_part(request.user, found)
    card = card_for(found, who_is(request)) if found.allows(phases.VOTE) or found.phase == phases.ENDED else None
    context = {
        "debate": found, "phase": found.phase, "phase_name": phases.NAMES[found.phase], "card": card,
        "takes_part": takes_part, "may_vote": takes_part and found.allows(phases.VOTE),
        "may_read_results": may_read_results(found, card), "who_reads": said(found.readers), "task": "",
    }  # fmt: skip
    if context["may_vote"] and not request.user.is_authenticated and guest_of(request) is None:
        context["task"] = new_task()
    if _is_swap(request):
        return context
    may_propose = takes_part and found.allows(phases.PROPOSE)
    return context | {
        "form": form or (StatementForm(initial={"public_id": fresh_id()}) if may_propose else None),
        "declined": found.statements.filter(state__in=[Statement.DECLINED, Statement.REMOVED]),
        "may_look_after": may_look_after(request.user, found), "is_signed_in": request.user.is_authenticated,
        "steps": [step for room in gather("next_steps") for step in room.steps(found, request.user)],
    }  # fmt: skip


@never_cache
@require_POST
def answer(request, slug):
    """One answer. With htmx the next statement comes back, else the page."""
    found = find_debate(request, slug, Debate.objects.without_texts())
    require(may_take_part(request.user, found), _("An dieser Debatte nehmen Sie nicht teil."))
    value = {"ja": 1, "weiter": 0, "nein": -1}.get(request.POST.get("antwort"))
    if value is None:
        raise Http404
    guest = None if request.user.is_authenticated else guest_of(request) or new_guest(request)
    if guest is None and not request.user.is_authenticated:
        raise Refusal(
            _("Aus Ihrem Netz kamen gerade viele neue Antworten. Bitte versuchen Sie es in einer Stunde noch einmal.")
        )
    voter = secret.voter_id(found, request.user.pk if guest is None else guest)
    asked = {one.pk: one for one in asked_in(found, voter)}
    wanted = asked.get(as_id(request.POST.get("aussage")))
    if wanted is None:
        raise Http404
    statement = Statement(pk=wanted.pk, debate=found, state=Statement.ACCEPTED)
    vote(
        found, statement, value, by=request.user if guest is None else None, guest=guest,
        stands=any(one.answer is not None for one in asked.values()),
    )  # fmt: skip
    asked[wanted.pk] = wanted._replace(answer=value)
    response = _answered(request, found, card_of(found, list(asked.values()), voter))
    if guest is not None:
        remember(response, guest)
    return response


def _answered(request, found: Debate, card: Card):
    if not _is_swap(request):
        return redirect(
            request.POST.get("zurueck") == "antworten" and f"{found.path}antworten/" or f"{found.path}#karte"
        )
    return render(request, "debates/_card.html", {
        "debate": found, "card": card, "may_vote": True, "may_read_results": may_read_results(found, card), "task": "",
    })  # fmt: skip


@never_cache
@require_safe
def answers(request, slug):
    """One's own answers, each to be changed until the end. Afterwards nobody can say any more whose they were."""
    found = find_debate(request, slug)
    require(may_take_part(request.user, found), _("An dieser Debatte nehmen Sie nicht teil."))
    who = who_is(request)
    voter = secret.voter_id(found, who) if who is not None else None
    rows = [(one, one.answer) for one in asked_in(found, voter) if one.answer is not None]
    return render(
        request, "debates/answers.html", {"debate": found, "rows": rows, "may_vote": found.allows(phases.VOTE)}
    )


@never_cache
@require_POST
def proposal(request, slug):
    found = find_debate(request, slug)
    require(may_take_part(request.user, found), _("An dieser Debatte nehmen Sie nicht teil."))
    form = StatementForm(request.POST)
    if form.is_valid():
        try:
            propose(found, form.cleaned_data["text"], by=request.user if request.user.is_authenticated else None,
                    public_id=form.cleaned_data["public_id"])  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Danke. Ihre Aussage wartet, bis sie jemand aufnimmt."))
            return redirect(f"{found.path}#vorschlagen")
    return _show(request, found, form, status=422)
