"""What one releases of oneself, the card that others see, and a message to whoever has one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import is_valid_path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.people import forms
from dreiklang.people.actions import messaging, releasing
from dreiklang.people.models import ON_A_CARD, Person, Release
from dreiklang.people.rules import is_member, may_write_to

BOXES = ("shows_function", "shows_municipality", "shows_fields")
OFFERED = (*BOXES, "offer")


@never_cache
@login_required
def release(request):
    """The boxes and the card that follows from them: shown first, released by another button, ended by a third."""
    require(is_member(request.user), _("Auffindbar sein können nur Mitglieder des Netzwerks."))
    person = Person.objects.prefetch_related(*ON_A_CARD).get(pk=request.user.pk)
    held = Release.objects.filter(person=person).first()
    if held:
        held.person = person
    everything = Release(person=person, **dict.fromkeys(BOXES, True))
    initial = {name: getattr(held, name) for name in OFFERED} if held else None
    form = forms.ReleaseForm(request.POST or None, initial=initial, card=everything)
    if request.method == "POST":
        match request.POST.get("step"):
            case "end":
                releasing.withdraw(person)
                messages.success(request, _("Sie sind nicht mehr auffindbar. Ihre Freigabe ist gelöscht."))
                return redirect("release")
            case "release" if form.is_valid():
                releasing.release(person, **form.cleaned_data)
                messages.success(request, _("Gespeichert. Die Mitglieder des Netzwerks finden Sie mit dieser Karte."))
                return redirect("release")
            case "preview" | "release":
                pass
            case _other:
                raise Http404
    is_tried = form.is_bound and form.is_valid()
    card = Release(person=person, **form.cleaned_data) if is_tried else held or Release(person=person)
    return render(request, "people/release.html", {
        "form": form, "held": held, "card": card, "is_tried": is_tried, **_leads(card),
    }, status=422 if form.errors else 200)  # fmt: skip


@never_cache
@login_required
@require_safe
def colleague(request, pk):
    card = _find(request, pk)
    if card is None:
        return _nobody(request)
    return render(request, "people/colleague.html", {
        "card": card, "may_write": may_write_to(request.user, card), **_leads(card),
    })  # fmt: skip


@never_cache
@login_required
def message(request, pk):
    card = _find(request, pk)
    if card is None:
        return _nobody(request)
    require(may_write_to(request.user, card), _("Das ist Ihre eigene Karte."))
    form = forms.MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            messaging.write_to(card, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Ihre Nachricht an %(name)s geht hinaus.") % {"name": card.person.name})
            return redirect(card.path)
    return render(request, "people/message.html", {"form": form, "card": card}, status=422 if form.is_bound else 200)


def _find(request, pk) -> Release | None:
    return Release.objects.visible_to(request.user).with_cards().filter(pk=pk).first()


def _nobody(request):
    """The same for whoever asks and whatever was asked: it may be herself, who ended it."""
    return render(request, "people/nobody.html", status=404)


def _leads(card: Release) -> dict:
    """The page of her municipality, in a house that has such pages."""
    path = f"/kommunen/{card.municipality.key}/" if card.municipality else ""
    return {"municipality_path": path if path and is_valid_path(path) else ""}
