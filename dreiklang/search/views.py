from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from dreiklang.dialogue.models import Room
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.index.models import EqualWords
from dreiklang.people.limits import connection_of
from dreiklang.search import feeds
from dreiklang.search.actions import missing, subscribing, wording
from dreiklang.search.finding import PARAMETERS, find
from dreiklang.search.forms import EqualWordsForm
from dreiklang.search.models import FeedAddress
from dreiklang.search.rules import may_tend_the_search


@require_safe
@cache_control(private=True, no_store=True)
def search(request):
    """One field and what it finds. While she types, htmx fetches the results alone, from the same template."""
    typed = request.GET.get("q", "").strip()
    chosen, newest_first = _chosen(request), request.GET.get("folge") == "neu"
    is_typing = "HX-Request" in request.headers
    found = find(
        typed, request.user, chosen, page=_number(request.GET.get("seite")), is_typing=is_typing,
        is_literal="genau" in request.GET, newest_first=newest_first,
    ) if typed else None  # fmt: skip
    if found and not is_typing and not any(chosen.values()):
        missing.note(typed, found.answer.missing, _asker(request))
    return render(request, "search/_results.html" if is_typing else "search/search.html", {
        "typed": typed, "found": found, "chosen": chosen, "newest_first": newest_first,
        "ask_in": typed and request.user.is_authenticated and Room.objects.open_to(request.user).in_order().first(),
        "again": partial(_again, request), "feed": f"/suche/feed.atom?{_again(request, folge='', genau='')}",
    })  # fmt: skip


def _chosen(request) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in PARAMETERS}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 5 else 1


def _asker(request) -> str:
    return str(request.user.pk) if request.user.is_authenticated else connection_of(request)


def _again(request, **changed) -> str:
    """What was asked, as the address says it, but for what changes and the page."""
    asked = {name: request.GET.get(name, "") for name in ("q", *PARAMETERS, "folge", "genau")} | changed
    return urlencode({name: value for name, value in asked.items() if value})


@require_safe
@never_cache
def feed(request):
    """A search as a feed: what is public, or with her secret part what she may read."""
    reader = AnonymousUser()
    if token := request.GET.get("schluessel", ""):
        reader = FeedAddress.owner_of(token)
        if reader is None:
            raise Http404
    return feeds.atom(request.GET.get("q", "").strip(), _chosen(request), reader, request)


@login_required
def subscribe(request):
    """Make or end the secret part of one's feeds. The address is shown once."""
    address = None
    if request.method == "POST":
        if "end" in request.POST:
            subscribing.end_address(request.user)
            messages.success(request, _("Ihre Feed-Adressen gelten nicht mehr."))
            return redirect("search_feeds")
        address = feeds.address_of(request.POST, subscribing.make_address(request.user))
    return render(request, "search/feeds.html", {
        "address": address, "has_address": FeedAddress.objects.filter(person=request.user).exists(),
        "asked": {"q": request.GET.get("q", "")} | _chosen(request),
    })  # fmt: skip


@login_required
def tend(request):
    """What is often missed, and which words mean the same."""
    require(may_tend_the_search(request.user))
    form = EqualWordsForm(request.POST or None, initial={"words": request.GET.get("wort", "")})
    if form.is_valid():
        try:
            wording.equate(form.cleaned_data["words"], by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert. Wer eines der Wörter sucht, findet auch die anderen."))
            return redirect("tend_search")
    return render(request, "search/tend.html", {
        "form": form, "missed": missing.often_missed(), "equals": EqualWords.objects.all(), "enough": missing.ENOUGH,
    })  # fmt: skip


@login_required
@require_POST
def part_words(request, pk):
    require(may_tend_the_search(request.user))
    wording.part(get_object_or_404(EqualWords, pk=pk), by=request.user)
    messages.success(request, _("Entfernt. Die Wörter gelten wieder als verschieden."))
    return redirect("tend_search")


@login_required
@require_POST
def settle_word(request):
    require(may_tend_the_search(request.user))
    missing.settle(request.POST.get("word", ""))
    messages.success(request, _("Erledigt. Das Wort wird von vorn gezählt."))
    return redirect("tend_search")
