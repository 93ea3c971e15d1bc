"""A guest's page behind her link, and what the team prepares for a run: guests, and the list of who takes part."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dreiklang.events.models import Event, Material
from dreiklang.events.views.material import handed_out
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.people.actions.inviting import invite
from dreiklang.people.models import Invitation
from dreiklang.training import participant_list
from dreiklang.training.actions import hosting, importing
from dreiklang.training.forms.partners import GuestForm, ListForm
from dreiklang.training.models import PendingParticipant, Run, RunGuest
from dreiklang.training.participant_list import Entry, Fault, ParticipantList
from dreiklang.training.rules import may_run_programmes

_AN_HOUR = 3600


@never_cache
@require_safe
def guest(request, token):
    """Everything of one run that its participants read, but nobody's name. Opening it changes nothing."""
    hers = _guest_behind(token)
    if not hers or not hers.is_invited or hers.run.is_draft:
        return render(request, "training/guest_over.html", status=410)
    dates, events = _seen_by(hers)
    material: dict = {}
    for item in _open_material(events):
        material.setdefault(item.event_id, []).append(item)
    return render(request, "training/guest.html", {
        "guest": hers, "run": hers.run, "dates": dates, "material": material, "token": token,
        "sessions": [event for event in events if event.part_of_id],
    })  # fmt: skip


@never_cache
@require_safe
def guest_material(request, token, pk):
    hers = _guest_behind(token)
    if not hers or not hers.is_invited or hers.run.is_draft:
        return render(request, "training/guest_over.html", status=410)
    return handed_out(get_object_or_404(_open_material(_seen_by(hers)[1]), pk=pk))


def _guest_behind(token: str) -> RunGuest | None:
    """None where the link was replaced; what was never made here is not found."""
    key = unseal(token, "guest")
    if key is None:
        raise Http404
    return RunGuest.objects.select_related("run__programme").filter(link_key=key).first()


def _seen_by(guest: RunGuest) -> tuple[list, list[Event]]:
    """(dates of the run, their events and sessions in order), without drafts."""
    dates = list(guest.run.dates.exclude(event__state=Event.DRAFT).select_related("event", "block"))
    sessions = Event.objects.filter(part_of__in=[date.event_id for date in dates]).exclude(state=Event.DRAFT)
    return dates, [*(date.event for date in dates), *sessions.order_by("starts", "title")]


def _open_material(events):
    """What is open to those who take part without more ado, unless whoever brought it meant them alone."""
    waits = Q(opens_after_attending=True) | Q(opens_at__gt=timezone.now())
    return Material.objects.filter(event__in=events).exclude(waits).exclude(allowed=Material.SEATED)


@login_required
def run_guests(request, pk):
    require(may_run_programmes(request.user))
    run = _find(request, pk)
    form = GuestForm(request.POST or None)
    if form.is_valid():
        try:
            invited = hosting.invite_guest(run, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Der Link ist unterwegs an %(email)s.") % {"email": invited.email})
            return redirect("run_guests", pk)
    return render(request, "training/guests.html", {"run": run, "form": form, "guests": run.guests.all()})


@login_required
@require_POST
def change_guest(request, pk, guest):
    """End her link, or send a new one."""
    require(may_run_programmes(request.user))
    found = get_object_or_404(_find(request, pk).guests.all(), pk=guest)
    act = request.POST.get("act")
    try:
        if act == "withdraw":
            hosting.withdraw_guest(found, by=request.user)
            messages.success(request, _("Der Link gilt nicht mehr."))
        elif act == "renew":
            hosting.renew_link(found, by=request.user)
            messages.success(request, _("Ein neuer Link ist unterwegs; der alte gilt nicht mehr."))
        else:
            raise Http404
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("run_guests", pk)


@login_required
def run_list(request, pk):
    """Bring a list in: first the page says what would happen, then the same page does it. What was read travels in the
    form, sealed, so that nothing of it is kept before the team says yes."""
    require(may_run_programmes(request.user))
    run = _find(request, pk)
    form, planned, sealed = ListForm(), None, ""
    if request.method == "POST" and "sealed" in request.POST:
        found = _unsealed(request.POST["sealed"], run)
        try:
            if found is None:
                raise Refusal(_("Die Vorschau ist älter als eine Stunde. Bitte laden Sie die Datei noch einmal hoch."))
            return _bring_in(request, run, found)
        except Refusal as refusal:
            messages.error(request, _("%(why)s Es wurde nichts geändert.") % {"why": refusal.sentence})
    elif request.method == "POST":
        form = ListForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                found = participant_list.read(form.cleaned_data["file"].read())
                planned, sealed = importing.plan(run, found), _sealed(found, run)
            except Refusal as refusal:
                form.refuse(refusal)
    pending = list(run.pending.all())
    emails = [each.email for each in pending]
    invited = set(Invitation.objects.open().filter(email__in=emails).values_list("email", flat=True))
    return render(request, "training/run_list.html", {
        "run": run, "form": form, "plan": planned, "sealed": sealed, "pending": pending, "invited": invited,
    })  # fmt: skip


def _bring_in(request, run, found):
    done = importing.bring_in(run, found, by=request.user)
    seated, invited = done.number(importing.SEATED), done.number(importing.INVITED)
    said = [
        ngettext("%(n)s Person hat jetzt einen Platz", "%(n)s Personen haben jetzt einen Platz", seated)
        % {"n": seated},
        ngettext("%(n)s Einladung ist unterwegs", "%(n)s Einladungen sind unterwegs", invited) % {"n": invited},
    ]
    messages.success(request, f"{', '.join(said)}.")
    return redirect("run_list", run.pk)


def _sealed(found: ParticipantList, run: Run) -> str:
    return signing.dumps(found, salt=f"dreiklang.list.{run.pk}", compress=True)


def _unsealed(text: str, run: Run) -> ParticipantList | None:
    try:
        entries, faults, remarks, ignored = signing.loads(
            text, salt=f"dreiklang.list.{run.pk}", max_age=_AN_HOUR
        )  # fmt: skip
    except signing.BadSignature:
        return None
    return ParticipantList(
        [Entry(*e) for e in entries], [Fault(*f) for f in faults], [Fault(*r) for r in remarks], ignored
    )


@login_required
@require_POST
def change_pending(request, pk, pending):
    """Invite somebody on the list once more, or take her off it."""
    require(may_run_programmes(request.user))
    found = get_object_or_404(PendingParticipant, run=_find(request, pk), pk=pending)
    act = request.POST.get("act")
    try:
        if act == "invite":
            invite(found.email, found.name, by=request.user)
            messages.success(request, _("Die Einladung an %(email)s ist unterwegs.") % {"email": found.email})
        elif act == "take_off":
            importing.take_off(found, by=request.user)
            messages.success(request, _("%(name)s steht nicht mehr auf der Liste.") % {"name": found.name})
        else:
            raise Http404
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("run_list", pk)


def _find(request, pk) -> Run:
    runs = Run.objects.visible_to(request.user).select_related("programme", "seats", "cohort")
    return get_object_or_404(runs, pk=pk)
