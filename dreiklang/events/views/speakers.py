"""A speaker's own page behind her link, and what the team prepares for her."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dreiklang.events.actions import contributing, speaking
from dreiklang.events.expected import audience
from dreiklang.events.forms.speakers import BriefingForm, ContributionForm, SpeakerForm
from dreiklang.events.models import Briefing, Event, Speaker
from dreiklang.events.rules import may_organise
from dreiklang.events.views.finding import find
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.people.limits import is_too_often

MOST_CONSENTS, IN = 10, timedelta(hours=1)  # said behind one link


@never_cache
@require_safe
def speaker(request, token):
    """Her page, without sign-in. Opening it changes nothing."""
    hers = _behind(token)
    if hers is None:
        return render(request, "events/speaker_over.html", status=410)
    event = hers.event
    return render(request, "events/speaker.html", {
        "speaker": hers, "event": event, "token": token, "audience": audience(event),
        "briefing": Briefing.objects.filter(event=event).first(),
        "sessions": event.sessions.taking_place().order_by("starts", "title"),
        "material": hers.material.all(), "contact": settings.MAIL_FROM.split("<")[-1].rstrip(">"),
    })  # fmt: skip


@require_POST
def speaker_consent(request, token):
    hers = _behind(token)
    if hers is None:
        return render(request, "events/speaker_over.html", status=410)
    if is_too_often(hers, "consents", MOST_CONSENTS, IN):  # each change of mind writes to the team
        return render(request, "429.html", status=429)
    match request.POST.get("consent"):
        case "given":
            speaking.agree(hers)
            messages.success(request, _("Danke. Ihr Name steht auf der Seite der Veranstaltung."))
        case "withdrawn":
            speaking.disagree(hers)
            messages.success(request, _("Ihr Name steht nicht mehr auf der Seite. Das Team weiß Bescheid."))
        case _other:
            raise Http404
    return redirect("speaker", token)


@never_cache
def contribution(request, token, pk=None):
    """Her own material: bring something new, or change what she brought."""
    hers = _behind(token)
    if hers is None:
        return render(request, "events/speaker_over.html", status=410)
    item = get_object_or_404(hers.material, pk=pk) if pk else None
    initial = ContributionForm.of(item) if item else None
    form = ContributionForm(request.POST or None, request.FILES or None, initial=initial, item=item)
    if form.is_valid():
        try:
            if item:
                contributing.change_contribution(item, **form.facts())
            else:
                contributing.contribute(hers, **form.facts(), public_id=form.cleaned_data["public_id"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert. Sie können das jederzeit ändern oder zurücknehmen."))
            return redirect(f"{reverse('speaker', args=[token])}#material")
    status = 422 if form.is_bound else 200
    return render(request, "events/contribution.html", {
        "speaker": hers, "event": hers.event, "token": token, "form": form, "item": item,
    }, status=status)  # fmt: skip


@never_cache
def contribution_withdrawal(request, token, pk):
    hers = _behind(token)
    if hers is None:
        return render(request, "events/speaker_over.html", status=410)
    item = get_object_or_404(hers.material, pk=pk)
    if request.method == "POST":
        contributing.take_back(item)
        messages.success(request, _("Zurückgenommen. Niemand liest es mehr."))
        return redirect("speaker", token)
    return render(request, "events/contribution_withdrawal.html", {"event": hers.event, "token": token, "item": item})


def _behind(token: str) -> Speaker | None:
    """None where the link was once hers and has ended; what was never made here is not found."""
    key = unseal(token, "speaker")
    if key is None:
        raise Http404
    return Speaker.objects.select_related("event__part_of").filter(link_key=key).first()


@login_required
def speakers(request, slug):
    """The team's page of all who speak at an event, and what they are told beforehand."""
    require(may_organise(request.user))
    event = find(request, slug)
    briefing = Briefing.objects.filter(event=event).first()
    form = BriefingForm(request.POST or None, initial={"source": briefing.source if briefing else ""})
    if form.is_valid():
        speaking.brief(event, form.cleaned_data["source"], by=request.user)
        messages.success(request, _("Gespeichert. Das steht jetzt auf den Seiten aller, die hier mitwirken."))
        return redirect("speakers", slug)
    return render(request, "events/speakers.html", {"event": event, "speakers": event.speakers.all(), "form": form})


@login_required
def edit_speaker(request, slug, pk):
    require(may_organise(request.user))
    found = _find(request, slug, pk)
    form = SpeakerForm(request.POST or None, speaker=found)
    if form.is_valid():
        facts = {"asks_first": False} | form.cleaned_data
        speaking.describe(found, **facts, by=request.user)
        messages.success(request, _("Gespeichert."))
        return redirect("edit_speaker", slug, pk)
    return render(request, "events/edit_speaker.html", {"event": found.event, "speaker": found, "form": form})


@login_required
@require_POST
def speaker_link(request, slug, pk):
    """Send her the link, make a new one that ends the old, or end it."""
    require(may_organise(request.user))
    found = _find(request, slug, pk)
    try:
        match request.POST.get("act"):
            case "withdraw":
                speaking.withdraw_link(found, by=request.user)
                messages.success(request, _("Der Link gilt nicht mehr."))
            case "send" | "renew" as act:
                speaking.send_link(found, by=request.user, renew=act == "renew")
                messages.success(request, _("Der Link ist unterwegs an %(email)s.") % {"email": found.email})
            case _other:
                raise Http404
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("edit_speaker", slug, pk)


def _find(request, slug, pk) -> Speaker:
    events = Event.objects.visible_to(request.user)
    return get_object_or_404(Speaker.objects.select_related("event").filter(event__in=events, event__slug=slug), pk=pk)
