"""Twenty minutes with somebody one does not know yet; and the first steps, put away."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dreiklang.exchange.actions import pairing as acts
from dreiklang.exchange.actions import welcoming
from dreiklang.exchange.models import Pair, PairingWish
from dreiklang.exchange.views.finding import of_members, sent_by_members
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.models import Release


@never_cache
@of_members
def pairing(request):
    """What it is, whether she takes part, and whom she met."""
    if request.method == "POST":
        match request.POST.get("step"):
            case "join":
                try:
                    acts.take_part(request.user)
                except Refusal as refusal:
                    messages.error(request, refusal.sentence)
                else:
                    messages.success(request, _("Sie machen mit. Mit der nächsten Runde kommt ein Brief."))
            case "end":
                acts.end(request.user)
                messages.success(request, _("Sie machen nicht mehr mit."))
            case _other:
                raise Http404
        return redirect("pairing")
    return render(request, "exchange/pairing.html", {
        "takes_part": PairingWish.objects.filter(person=request.user).exists(),
        "is_findable": Release.objects.standing().filter(person=request.user).exists(),
        "next_round": acts.next_round(), "met": _met(request.user),
    })  # fmt: skip


def _met(person) -> list:
    """Her own pairs, the newest first: (card, day), while the other can be found by her."""
    pairs = list(Pair.objects.filter(Q(one=person) | Q(other=person)).order_by("-on", "-pk")[:6])
    others = {(pair.other_id if pair.one_id == person.pk else pair.one_id): pair.on for pair in pairs}
    cards = Release.objects.visible_to(person).filter(person__in=others).select_related("person")
    return sorted(((card, others[card.person_id]) for card in cards), key=lambda each: each[1], reverse=True)


@never_cache
def end_pairing(request, token):
    """From the letter, without signing in: asked once more, then done."""
    person = acts.person_of(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        acts.end(person)
        return redirect(request.path)
    takes_part = PairingWish.objects.filter(person=person).exists()
    return render(request, "exchange/end_pairing.html", {"takes_part": takes_part})


@sent_by_members
def welcome_done(request):
    welcoming.put_away(request.user)
    messages.success(request, _("Die ersten Schritte stehen nicht mehr auf „Heute“."))
    return redirect("/")


def card(person) -> dict:
    """For the overview of the formats."""
    return {
        "title": _("Zwanzig Minuten"), "path": "/austausch/zwanzig-minuten/", "label": _("Ansehen und mitmachen"),
        "text": _("Alle paar Wochen ein kurzes Telefonat mit jemandem aus dem Netzwerk, den Sie noch nicht kennen."),
        "lines": [],
    }  # fmt: skip
