from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.people import forms
from dreiklang.people.actions import inviting, joining
from dreiklang.people.models import AccessRequest, Invitation
from dreiklang.people.rules import may_invite


@login_required
@require_GET
def account(request):
    office = request.user.current_office
    return render(request, "people/account.html", {"office": office, "topics": request.user.fields_of_action.all()})


@login_required
def profile(request):
    person = request.user
    office = person.current_office
    form = forms.ProfileForm(
        request.POST or None,
        initial={
            "name": person.name, "function": person.function, "topics": person.fields_of_action.all(),
            "municipality": office.municipality.label if office else "",
        },
    )  # fmt: skip
    if form.is_valid():
        data = form.cleaned_data
        joining.change_profile(
            person, name=data["name"], function=data["function"], fields=data["topics"],
            municipality=data["municipality"],
        )  # fmt: skip
        messages.success(request, _("Ihr Profil ist gespeichert."))
        return redirect("account")
    return render(request, "people/profile.html", {"form": form})


@never_cache
def invitation(request, token):
    """The page behind an invitation's link. Opening it changes nothing; accepting makes the account and signs in."""
    found = Invitation.objects.filter(pk=unseal(token, "invitation")).first()
    if found is None:
        raise Http404
    if not found.is_open:
        return render(request, "people/invitation_over.html", {"invitation": found}, status=410)
    form = forms.InvitationForm(request.POST or None, initial={"name": found.name})
    if form.is_valid():
        data = form.cleaned_data
        try:
            person = joining.accept(
                found, name=data["name"], municipality=data["municipality"], function=data["function"],
                fields=data["topics"], password=data["password"],
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            perform_login(request, person)
            messages.success(request, _("Willkommen im Netzwerk! Ihr Konto ist eingerichtet."))
            return redirect("home")
    return render(request, "people/invitation.html", {"form": form, "invitation": found})


def access_request(request):
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
            sent = inviting.invite(form.cleaned_data["email"], form.cleaned_data["name"], by=request.user)
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
            else:
                inviting.decline_request(asked, reason=form.cleaned_data["reason"], by=request.user)
                messages.success(request, _("Die Anfrage ist mit Ihrer Begründung beantwortet."))
            return redirect("team_people")
        except Refusal as refusal:
            form.refuse(refusal)
    return render(request, "people/decide_request.html", {"form": form, "asked": asked})
