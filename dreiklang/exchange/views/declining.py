"""Declining letters of a kind, and taking them again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dreiklang.exchange.actions import declining as acting
from dreiklang.exchange.models import Declined
from dreiklang.exchange.views.finding import of_members


@of_members
def my_letters(request):
    """In her account: which kinds come."""
    if request.method == "POST":
        kind = request.POST.get("kind", Declined.CIRCULARS)
        if kind not in dict(Declined.KINDS):
            raise Http404
        _decide(request, request.user, kind)
        return redirect("my_circulars")
    return _page(request, request.user, [kind for kind, _name in Declined.KINDS], by_link=False)


@never_cache
def decline_letters(request, token, kind):
    """By the link in a letter, without signing in. Opening it changes nothing yet."""
    person = acting.person_of(token, kind)
    if person is None:
        raise Http404
    if request.method == "POST":
        _decide(request, person, kind)
        return redirect(request.path)
    return _page(request, person, [kind], by_link=True)


def _page(request, person, kinds: list[str], *, by_link: bool):
    return render(request, "exchange/my_circulars.html", {
        "person": person, "by_link": by_link, "kinds": [(kind, acting.declines(person, kind)) for kind in kinds],
    })  # fmt: skip


def _decide(request, person, kind: str) -> None:
    is_wanted = request.POST.get("act") == "accept"
    (acting.accept_again if is_wanted else acting.decline)(person, kind)
    if kind == Declined.SIGNALS:
        said = (
            _("Sie bekommen wieder Briefe zu Signalen.")
            if is_wanted
            else _("Sie bekommen keine Briefe zu Signalen mehr.")
        )
    else:
        said = _("Sie bekommen wieder Rundschreiben.") if is_wanted else _("Sie bekommen keine Rundschreiben mehr.")
    messages.success(request, said)
