"""Experts who come into one ThemenTeam for a time: invited by whoever speaks for it, and let in behind their link."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dreiklang.exchange.actions import team_hosting
from dreiklang.exchange.forms.teams import ArrivalForm, GuestForm
from dreiklang.exchange.models import TeamGuest
from dreiklang.exchange.models.teams import INVITED
from dreiklang.exchange.rules import may_do
from dreiklang.exchange.team_stages import HOST
from dreiklang.exchange.views.teams import find_team
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.people.models import Person


@login_required
def team_guests(request, pk):
    """Who is invited until when; and one more."""
    found = find_team(request, pk)
    require(may_do(request.user, found, HOST))
    form = GuestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            guest = team_hosting.invite_guest(found, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Die Einladung an %(email)s ist unterwegs.") % {"email": guest.email})
            return redirect("team_guests", pk)
    return render(
        request, "exchange/team_guests.html",
        {"team": found, "form": form, "guests": found.guests.filter(is_told=False).select_related("person")},
        status=422 if form.errors else 200,
    )  # fmt: skip


@login_required
@require_POST
def end_guest(request, pk, guest):
    found = find_team(request, pk)
    require(may_do(request.user, found, HOST))
    there = get_object_or_404(found.guests, pk=guest)
    try:
        team_hosting.end_stay(there, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("%(name)s liest nichts mehr aus diesem Team.") % {"name": there.name})
    return redirect("team_guests", pk)


@never_cache
def arrival(request, token):
    """Behind the link in the letter to an expert. Opening it changes nothing: she comes in when she says so."""
    guest = get_object_or_404(TeamGuest.objects.select_related("team", "invited_by"), pk=unseal(token, INVITED) or None)
    if guest.is_over or guest.team.is_over:
        return render(request, "exchange/team_guest_over.html", {"guest": guest}, status=410)
    user, is_known = request.user, Person.objects.filter(email=guest.email).exists()
    if is_known and not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = ArrivalForm(
        request.POST if request.method == "POST" and not is_known else None, initial={"name": guest.name}
    )
    is_hers = user.is_authenticated and user.email == guest.email
    try:
        if request.method == "POST" and is_hers:
            team_hosting.come_in(guest, user)
            return redirect(guest.team.path)
        if form.is_valid():
            perform_login(request, team_hosting.make_account(guest, **form.cleaned_data))
            return redirect(guest.team.path)
    except Refusal as refusal:
        form.refuse(refusal)
    return render(
        request, "exchange/team_guest.html",
        {"guest": guest, "team": guest.team, "form": form, "is_hers": is_hers, "is_known": is_known},
        status=422 if form.errors else 200,
    )  # fmt: skip
