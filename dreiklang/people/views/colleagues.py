"""What one releases of oneself, the card that others see, and a message to whoever has one."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.people import forms
from dreiklang.people.actions import messaging, rationing, releasing
from dreiklang.people.models import ON_A_CARD, Face, Level, Person, Release
from dreiklang.people.rules import is_member, may_write_to
from dreiklang.people.vcard import vcard

LEVELS = tuple(f"shows_{name}" for name in Release.LEVELS)
OFFERED = (*LEVELS, "offer", "seeks", "phone", "link", "allows_vcard")


@never_cache
@login_required
def release(request):
    """Who reads what, and the card that follows from it: shown first, released by another button, ended by a third."""
    require(is_member(request.user), _("Auffindbar sein können nur Mitglieder des Netzwerks."))
    person = Person.objects.prefetch_related(*ON_A_CARD).get(pk=request.user.pk)
    held = Release.objects.filter(person=person).first()
    if held:
        held.person = person
    photo = held.photo if held else ""
    everything = Release(person=person, photo=photo, **dict.fromkeys(LEVELS, Level.MEMBERS)).face()
    initial = {name: getattr(held, name) for name in OFFERED} if held else None
    step = request.POST.get("step")
    is_of_photo = step in {"photo", "no photo"}
    form = forms.ReleaseForm(None if is_of_photo else request.POST or None, initial=initial, card=everything)
    photo_form = forms.PhotoForm(*((request.POST, request.FILES) if step == "photo" else ()))
    if request.method == "POST":
        match step:
            case "end":
                releasing.withdraw(person)
                messages.success(request, _("Sie sind nicht mehr auffindbar. Ihre Freigabe ist gelöscht."))
                return redirect("release")
            case "release" if form.is_valid():
                try:
                    releasing.release(person, **form.cleaned_data)
                except Refusal as refusal:
                    form.refuse(refusal)
                else:
                    messages.success(
                        request, _("Gespeichert. Die Mitglieder des Netzwerks finden Sie mit dieser Karte.")
                    )
                    return redirect("release")
            case "photo" if held and photo_form.is_valid():
                releasing.show_photo(person, photo_form.cleaned_data["photo"])
                messages.success(request, _("Das Foto ist auf Ihrer Karte. Wer es sieht, steht darüber."))
                return redirect("release")
            case "no photo" if held:
                releasing.show_photo(person, None)
                messages.success(request, _("Das Foto ist gelöscht."))
                return redirect("release")
            case "preview" | "release" | "photo" | "no photo":
                pass
            case _other:
                raise Http404
    is_tried = form.is_bound and form.is_valid()
    said = {name: form.cleaned_data[name] for name in OFFERED} if is_tried else {}
    card = Release(person=person, photo=photo, **said) if is_tried else held or Release(person=person)
    return render(request, "people/release.html", {
        "form": form, "photo_form": photo_form, "held": held, "card": card.face(), "is_tried": is_tried,
        "for_all": card.face(Level.PUBLIC) if card.is_public else None, **_leads(card.face()),
    }, status=422 if form.errors or photo_form.errors else 200)  # fmt: skip


@never_cache
@login_required
@require_safe
def colleague(request, pk):
    card = _find(request, pk)
    if card is None:
        return _nobody(request)
    may_write = may_write_to(request.user, card)
    if may_write and not rationing.spend(request.user, rationing.CARDS, card):
        return enough(request, rationing.CARDS)
    face = card.face()
    return render(request, "people/colleague.html", {"card": face, "may_write": may_write, **_leads(face)})


def enough(request, what: str):
    """Of cards, or of lists of them, for this day."""
    most = settings.MOST_CARDS if what == rationing.CARDS else settings.MOST_LISTS
    ask_path = "/dialog/fragen/"
    return render(request, "people/enough.html", {
        "what": what, "most": most, "ask_path": ask_path if is_valid_path(ask_path) else "",
    }, status=429)  # fmt: skip


@never_cache
@login_required
@require_safe
def card_file(request, pk):
    """For one's address book: of one person at a time, who allows it, and what she lets members see."""
    card = _find(request, pk)
    if card is None or not card.allows_vcard:
        return _nobody(request)
    if may_write_to(request.user, card) and not rationing.spend(request.user, rationing.CARDS, card):
        return enough(request, rationing.CARDS)
    response = HttpResponse(vcard(card.face()), content_type="text/vcard; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="karte.vcf"'
    return response


@require_safe
def photo(request, pk, mark):
    """For members, or for all who see it on the page of her municipality. Its address stands on cards and in lists,
    which are counted; whoever knows only whose it is does not guess it."""
    card = Release.objects.visible_to(request.user).filter(pk=pk, shows_photo__gte=Level.MEMBERS).first()
    card = card or Release.objects.public().filter(pk=pk, shows_photo=Level.PUBLIC).first()
    if card is None or not card.photo or not constant_time_compare(mark, card.photo_mark):
        raise Http404
    response = FileResponse(card.photo.open(), content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=86400"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@login_required
def message(request, pk):
    card = _find(request, pk)
    if card is None:
        return _nobody(request)
    require(may_write_to(request.user, card), _("Das ist Ihre eigene Karte."))
    if not rationing.spend(request.user, rationing.CARDS, card):
        return enough(request, rationing.CARDS)
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


def _leads(face: Face) -> dict:
    """The page of her municipality, in a house that has such pages."""
    path = face.municipality.path if face.municipality else ""
    return {"municipality_path": path if path and is_valid_path(path) else ""}
