"""The Kollegiale Beratung: what it is, and the page that a session shares while it runs."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dreiklang.exchange.actions import counsel as actions
from dreiklang.exchange.counsel_steps import COUNSEL, IN_ALL, LONGEST, ROLES, STEPS, TAKEN
from dreiklang.exchange.forms.counsel import CounselForm
from dreiklang.exchange.models import CounselSession
from dreiklang.exchange.rules import may_steer_counsel
from dreiklang.exchange.views.finding import of_members, read_by_members, sent_by_members
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.groups.readers import said

HOME = "/austausch/kollegiale-beratung/"


def counsel_card(person) -> dict:
    """Of the overview of the formats."""
    running = CounselSession.objects.visible_to(person).order_by("began_at")[:3]
    return {
        "title": _("Kollegiale Beratung"), "path": HOME, "label": _("So geht es, und beginnen"),
        "text": _("Ein Fall, sechs Schritte, 45 Minuten, ohne Protokoll."),
        "lines": [(_("Eine Beratung läuft gerade"), each.path, "") for each in running],
    }  # fmt: skip


@of_members
@never_cache
def counsel(request):
    """What it is; and one begins."""
    form = CounselForm(
        request.POST if request.method == "POST" else None, person=request.user, initial={"public_id": fresh_id()}
    )
    if form.is_valid():
        try:
            return redirect(actions.begin(by=request.user, **form.facts()).path)
        except Refusal as refusal:
            form.refuse(refusal)
    running = CounselSession.objects.visible_to(request.user).order_by("began_at")
    return render(request, "exchange/counsel.html", {
        "roles": ROLES, "steps": STEPS, "in_all": IN_ALL, "form": form,
        "running": [(each.path, _for_whom(each)) for each in running],
    }, status=422 if form.is_bound else 200)  # fmt: skip


def _for_whom(session: CounselSession) -> str:
    return said(session.readers) if session.readers else _("nur wer eingeladen ist")


@read_by_members
@never_cache
def counsel_session(request, pk):
    """The shared page. It asks for itself every few seconds: 204 while nothing has changed, and the way home once the
    session is gone. `gross`: for the screen that all see."""
    is_part = "stand" in request.GET
    session = CounselSession.objects.visible_to(request.user).filter(pk=pk).first()
    if session is None and is_part:
        return HttpResponse(status=204, headers={"HX-Redirect": HOME})
    if session is None:
        raise Http404
    if request.GET.get("stand") == str(session.pulse):
        return HttpResponse(status=204)
    return render(request, _page(request, is_part), _shown(request, session))


def _page(request, is_part: bool) -> str:
    if is_part:
        return "exchange/_counsel_now.html"
    return "exchange/counsel_screen.html" if "gross" in request.GET else "exchange/counsel_session.html"


def _shown(request, session: CounselSession) -> dict:
    parts = list(session.parts.select_related("person").order_by("person__name"))
    holders = {part.role: part.person for part in parts if part.role}
    mine = next((role for role, person in holders.items() if person.pk == request.user.pk), "")
    return {
        "session": session, "longest": LONGEST, "steps": STEPS, "now": session.now, "asked_at": timezone.now(),
        "roles": [(role, holders.get(role.key), role.key in session.now.turn) for role in ROLES],
        "mine": mine, "is_my_turn": (mine or COUNSEL) in session.now.turn, "taken": TAKEN,
        "who_reads": _for_whom(session),
        "invited": [] if session.readers else [part.person.name for part in parts], "is_big": "gross" in request.GET,
        "may_steer": may_steer_counsel(request.user, session), "has_chair": "chair" in holders,
    }  # fmt: skip


@sent_by_members
def counsel_role(request, pk):
    session = get_object_or_404(CounselSession.objects.visible_to(request.user), pk=pk)
    try:
        if request.POST.get("act") == "give":
            actions.give_role(session, by=request.user)
        else:
            actions.take_role(session, request.POST.get("role", ""), by=request.user, seen=request.POST.get("seen", ""))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(session.path)


@sent_by_members
def counsel_step(request, pk):
    """The page names the step to which it leads: of two presses the second changes nothing."""
    session = get_object_or_404(CounselSession.objects.visible_to(request.user), pk=pk)
    require(may_steer_counsel(request.user, session))
    number = request.POST.get("step", "")
    if number not in {str(each) for each in range(len(STEPS))}:
        raise Http404
    actions.go_to(session, int(number), by=request.user)
    return redirect(f"{session.path}{'?gross=ja' if 'gross' in request.GET else ''}")


@of_members
def counsel_end(request, pk):
    session = get_object_or_404(CounselSession.objects.visible_to(request.user), pk=pk)
    require(may_steer_counsel(request.user, session))
    if request.method == "POST":
        actions.end(session, by=request.user)
        messages.success(request, _("Die Beratung ist beendet. Von ihr ist nichts mehr gespeichert."))
        return redirect(HOME)
    return render(request, "exchange/counsel_end.html", {"session": session})
