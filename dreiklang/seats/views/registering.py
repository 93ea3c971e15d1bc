from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dreiklang.foundation import calendars
from dreiklang.foundation.audit import history
from dreiklang.foundation.models import as_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.foundation.tables import download
from dreiklang.foundation.text import slug
from dreiklang.people.models import Person
from dreiklang.seats import forms
from dreiklang.seats.actions import cancelling, registering, steering
from dreiklang.seats.models import Registration, Seats
from dreiklang.seats.rules import may_steer
from dreiklang.seats.tables import of_registrations


@never_cache
@require_safe
def registration(request, token):
    """The page behind the link in a letter: one's own registration, without sign-in. Opening it changes nothing."""
    mine = behind(token)
    return render(request, "seats/registration.html", {"mine": mine, "seats": mine.seats, "token": token})


@require_POST
def confirmation(request, token):
    mine = registering.confirm_address(behind(token))
    messages.success(
        request, _("Ihr Platz ist sicher.") if mine.has_seat else _("Sie stehen jetzt auf der Warteliste.")
    )
    return redirect("registration", token)


@require_POST
def cancellation(request, token):
    cancelling.cancel(behind(token))
    messages.success(request, _("Sie sind abgemeldet."))
    return redirect("registration", token)


@never_cache
@require_safe
def registration_calendar(request, token):
    mine = behind(token)
    if not mine.has_seat or mine.held_until or not mine.seats.has_entry:
        raise Http404
    text = calendars.feed(mine.seats.title, [mine.seats.calendar_entry(cancelled=not mine.seats.is_open)])
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug(mine.seats.title)}.ics"'
    return response


def behind(token: str) -> Registration:
    """The registration that the link in a letter leads to."""
    return get_object_or_404(
        Registration.objects.select_related("seats", "person"), pk=unseal(token, "registration") or None
    )


@login_required
def steering_page(request, pk):
    """The team's page of one thing's seats: who comes, who waits, the rule, the capacity, the history."""
    require(may_steer(request.user))
    seats = get_object_or_404(Seats, pk=pk)
    form = forms.CapacityForm(request.POST or None, initial={"capacity": seats.capacity})
    if form.is_valid():
        steering.change_capacity(seats, form.cleaned_data["capacity"], by=request.user)
        number = form.cleaned_data["capacity"]
        told = ngettext("Es gibt jetzt %(n)s Platz.", "Es gibt jetzt %(n)s Plätze.", number)
        messages.success(request, told % {"n": number})
        return redirect("steering", pk)
    return render(request, "seats/steering.html", {
        "seats": seats, "form": form, "history": _told(history(seats.log_name)[:100]),
        "seated": seats.registrations.holding_a_seat().select_related("person"),
        "waiting": seats.registrations.waiting().select_related("person"),
    })  # fmt: skip


def _told(acts) -> list[dict]:
    """The lines of the log with the names behind their ids, as long as there are names."""
    acts = list(acts)
    people = dict(Person.objects.filter(pk__in=_ids(act.by for act in acts)).values_list("pk", "name"))
    about = Registration.objects.filter(pk__in=_ids(act.about for act in acts)).select_related("person")
    whom = {registration.pk: registration.name for registration in about}
    return [{"act": act, "by": people.get(as_id(act.by), ""), "whom": whom.get(as_id(act.about), "")} for act in acts]


def _ids(texts) -> set[UUID]:
    return {as_id(text) for text in texts} - {None}


@login_required
def steer_one(request, pk):
    """Move somebody up out of turn, or take somebody out; both with a reason."""
    require(may_steer(request.user))
    registration = get_object_or_404(Registration.objects.select_related("seats", "person"), pk=pk)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = {"move_up": steering.move_up, "remove": cancelling.remove}.get(request.POST.get("act"))
        if act is None:
            raise Http404
        try:
            act(registration, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            told = _("Erledigt. %(name)s hat eine Nachricht bekommen.") % {"name": registration.name}
            messages.success(request, _("Erledigt.") if registration.is_unanswered else told)
            return redirect("steering", registration.seats_id)
    return render(
        request, "seats/steer_one.html", {"form": form, "registration": registration, "seats": registration.seats}
    )


@login_required
@require_safe
def list_of_seats(request, pk):
    require(may_steer(request.user))
    seats = get_object_or_404(Seats, pk=pk)
    return download(slug(seats.title), *of_registrations(seats))
