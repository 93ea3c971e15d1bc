from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.people import forms
from dreiklang.people.actions import inviting, joining
from dreiklang.people.models import AccessRequest, Invitation, Release
from dreiklang.people.rules import may_invite


@login_required
@require_safe
def account(request):
    tenure = request.user.current_tenure
    return render(request, "people/account.html", {
        "tenure": tenure, "topics": request.user.fields_of_action.all(), "is_findable": _is_findable(request.user),
    })  # fmt: skip


def _is_findable(person) -> bool:
    return Release.objects.filter(person=person).exists()


@login_required
def office(request):
    """Size and time of the post one holds. Without one, the profile asks for the municipality first."""
    tenure = request.user.current_tenure
    if tenure is None:
        return redirect("profile")
    share = tenure.office.share
    form = forms.OfficeForm(
        request.POST or None,
        initial={
            "share": None if share is None else round(share * 100), "held_from": tenure.held_from,
            "held_to": tenure.held_to,
        },
    )  # fmt: skip
    if form.is_valid():
        joining.describe_office(tenure, **form.cleaned_data)
        messages.success(request, _("Die Angaben zu Ihrer Stelle sind gespeichert."))
        return redirect("account")
    return render(request, "people/office.html", {"form": form, "office": tenure.office})


@login_required
def profile(request):
    person = request.user
    office = person.current_office
    form = forms.ProfileForm(
        request.POST or None,
        initial={
            "name": person.name, "function": person.function, "topics": person.fields_of_action.all(),
            "municipality": office.municipality.label if office else "",
        }, is_member=person.is_member,
    )  # fmt: skip
    if form.is_valid():
        data = form.cleaned_data
        joining.change_profile(
            person, name=data["name"], function=data["function"], fields=data.get("topics", ()),
            municipality=data.get("municipality"),
        )  # fmt: skip
        messages.success(request, _("Ihr Profil ist gespeichert."))
        return redirect("account")
    return render(request, "people/profile.html", {"form": form, "is_findable": _is_findable(person)})


@never_cache
def invitation(request, token):
    """The page behind an invitation's link. Opening it changes nothing; accepting makes the account and signs in."""
    found = Invitation.objects.filter(pk=unseal(token, "invitation")).first()
    if found is None:
        raise Http404
    if not found.is_open:
        return render(request, "people/invitation_over.html", {"invitation": found}, status=410)
    initial = {"name": found.name} | _said_before(found)
    form = forms.InvitationForm(request.POST or None, initial=initial, is_member=found.as_member)
    if form.is_valid():
        data = form.cleaned_data
        try:
            person = joining.accept(
                found, name=data["name"], municipality=data.get("municipality"), function=data["function"],
                fields=data.get("topics", ()), password=data["password"],
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            perform_login(request, person)
            messages.success(request, _("Willkommen im Netzwerk! Ihr Konto ist eingerichtet."))
            return redirect("/")
    return render(request, "people/invitation.html", {"form": form, "invitation": found})


def _said_before(invitation) -> dict:
    asked = AccessRequest.objects.accepted_for(invitation.email)
    if asked is None:
        return {}
    return {"function": asked.function, "municipality": asked.municipality.label if asked.municipality else ""}


def access_request(request):
    if request.method == "POST" and not ratelimit.consume(request, action="signup"):
        return ratelimit.respond_429(request)  # each request writes a letter to an address that anybody may type
    form = forms.AccessRequestForm(request.POST or None)
    if form.is_valid():
        inviting.ask_for_access(**form.cleaned_data)
        return render(request, "people/access_request_sent.html", {"email": form.cleaned_data["email"]})
    return render(request, "people/access_request.html", {"form": form})


@login_required
def team_people(request):
    """The team's page of invitations and requests: invite, send again, withdraw, decide."""
    require(may_invite(request.user))
    form = forms.InviteForm(request.POST or None)
    if form.is_valid():
        try:
            data = form.cleaned_data
            sent = inviting.invite(data["email"], data["name"], by=request.user, as_member=not data["for_ministry"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Die Einladung an %(email)s ist unterwegs.") % {"email": sent.email})
            return redirect("team_people")
    return render(request, "people/team.html", {
        "form": form, "open": Invitation.objects.open(),
        "requests": AccessRequest.objects.open().select_related("municipality__district"),
    })  # fmt: skip


@login_required
@require_POST
def withdraw_invitation(request, pk):
    require(may_invite(request.user))
    inviting.withdraw(get_object_or_404(Invitation, pk=pk), by=request.user)
    messages.success(request, _("Die Einladung ist zurückgezogen."))
    return redirect("team_people")


@login_required
def decide_request(request, pk):
    require(may_invite(request.user))
    asked = get_object_or_404(AccessRequest.objects.select_related("municipality__district"), pk=pk)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("decision") == "accept":
                inviting.accept_request(asked, by=request.user)
                messages.success(request, _("%(name)s ist eingeladen.") % {"name": asked.name})
            elif request.POST.get("decision") == "decline":
                inviting.decline_request(asked, reason=form.cleaned_data["reason"], by=request.user)
                messages.success(request, _("Die Anfrage ist mit Ihrer Begründung beantwortet."))
            else:
                raise Http404
            return redirect("team_people")
        except Refusal as refusal:
            form.refuse(refusal)
    return render(request, "people/decide_request.html", {"form": form, "asked": asked})
