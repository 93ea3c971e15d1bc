"""Colleagues: who can be found, as cards, as a table and on a map."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.exchange.looking import Look, Wanted, own_municipality
from dreiklang.exchange.mapping import Map
from dreiklang.foundation.refusal import require
from dreiklang.people.actions import rationing
from dreiklang.people.models import Release
from dreiklang.people.rules import is_member
from dreiklang.people.views.colleagues import enough


@never_cache
@login_required
@require_safe
def colleagues(request):
    """Those who can be found, municipalities like hers first."""
    require(is_member(request.user), _("Das Verzeichnis lesen nur Mitglieder des Netzwerks."))
    if not rationing.spend(request.user, rationing.LISTS):
        return enough(request, rationing.LISTS)
    look = Look(request.user, Wanted(request.GET), request.GET.get("seite"), own_municipality(request.user))
    return render(request, "exchange/colleagues.html", {"look": look, "wanted": look.wanted})


@never_cache
@login_required
@require_safe
def colleagues_map(request):
    """How many there are in each district. It names nobody."""
    require(is_member(request.user), _("Die Karte sehen nur Mitglieder des Netzwerks."))
    drawn = Map(request.user, request.GET.get("land", ""), own_municipality(request.user))
    return render(request, "exchange/colleagues_map.html", {"map": drawn})


def card(person) -> dict:
    """For the overview of the formats."""
    is_findable = Release.objects.filter(person=person).exists()
    text = _("Wer im Netzwerk gefunden werden möchte: nach Handlungsfeld, Größe und Kommunen wie Ihrer.")
    lines = [(_("Karte der Kreise"), "/austausch/kolleginnen/karte/", "")]
    if not is_findable:
        lines.append((_("Selbst auffindbar werden"), "/konto/auffindbar/", _("Zurzeit findet Sie niemand.")))
    return {
        "title": _("Kolleginnen und Kollegen"), "text": text, "path": "/austausch/kolleginnen/",
        "label": _("Verzeichnis öffnen"), "lines": lines,
    }  # fmt: skip
