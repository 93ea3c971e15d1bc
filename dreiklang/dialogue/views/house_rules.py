"""The house rules are agreed to once, before the first text: whoever has not is led there and back."""

from functools import wraps
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from dreiklang.dialogue.actions.agreeing import agree
from dreiklang.dialogue.house_rules import has_agreed
from dreiklang.dialogue.house_rules import house_rules as rules_of_the_house


def house_rules(request):
    """Everybody may read them; whoever is signed in can agree."""
    rules, back = rules_of_the_house(), _back(request)
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.method == "POST":
        agree(request.user, rules.version)
        messages.success(request, _("Danke. Jetzt können Sie schreiben."))
        return redirect(back or "rooms")
    return render(
        request, "dialogue/house_rules.html",
        {"rules": rules, "back": back, "has_agreed": has_agreed(request.user)},
    )  # fmt: skip


def _back(request) -> str:
    wish = request.POST.get("next") or request.GET.get("next") or ""
    return wish if url_has_allowed_host_and_scheme(wish, allowed_hosts=None) else ""


def agreed_first(view):
    """Whoever wants to write and has not agreed reads the rules before she types anything."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if request.method == "GET" and request.user.is_authenticated and not has_agreed(request.user):
            return redirect(way_to_agree(request.get_full_path()))
        return view(request, *args, **kwargs)

    return asked


def way_to_agree(back: str) -> str:
    return f"{reverse('house_rules')}?next={quote(back)}"


def may_go_on(request, form) -> bool:
    """She agreed before, or ticked it together with her text. Otherwise the form keeps the text and asks for the tick:
    its template includes dialogue/_agree.html."""
    version = rules_of_the_house().version
    if request.POST.get("agrees") == str(version):
        agree(request.user, version)
    if has_agreed(request.user):
        return True
    form.agrees_to = version
    form.add_error(None, _("Bitte stimmen Sie noch den Hausregeln zu. Ihr Text steht noch im Feld."))
    return False
