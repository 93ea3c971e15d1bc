from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.seats import forms
from dreiklang.seats.actions import applying, cancelling
from dreiklang.seats.models import Draw, Registration, Seats
from dreiklang.seats.models.applying import profiles
from dreiklang.seats.rules import may_register
from dreiklang.seats.views.registering import behind


@never_cache
@login_required
def application(request, pk):
    """A member applies, or mends her answers until the call closes."""
    seats = get_object_or_404(Seats, pk=pk, by_application=True)
    require(may_register(request.user, seats))
    mine = seats.registrations.active().of(request.user).first()
    if mine and (mine.state != Registration.APPLIED or not seats.takes_registrations()):
        return redirect("registration", mine.secret)
    form = forms.ApplicationForm(seats.questions.asked(), request.POST or None, initial=_answers(mine))
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            mine = _apply_or_mend(request, seats, mine, form)
        except Refusal as refusal:
            form.refuse(refusal)
            status = 409
        else:
            return redirect("registration", mine.secret)
    who = mine or Registration(person=request.user, seats=seats)
    return render(request, "seats/application.html", {
        "seats": seats, "form": form, "mine": mine, "profile": profiles([who])[who.pk],
    }, status=status)  # fmt: skip


def _apply_or_mend(request, seats, mine, form) -> Registration:
    if mine:
        messages.success(request, _("Ihre Antworten sind geändert."))
        return applying.mend(mine, form.answers())
    mine = applying.apply(seats, request.user, form.answers(), form.cleaned_data["public_id"])
    messages.success(request, _("Ihre Bewerbung ist eingegangen. Die Bestätigung ist unterwegs."))
    return mine


def _answers(mine: Registration | None) -> dict:
    if mine is None:
        return {}
    return {answer.question.field_name: answer.text for answer in mine.answers.select_related("question")}


@require_POST
def acceptance(request, token):
    applying.accept(behind(token))
    messages.success(request, _("Ihr Platz ist sicher. Die Bestätigung ist unterwegs."))
    return redirect("registration", token)


@require_POST
def declining(request, token):
    cancelling.decline(behind(token))
    messages.success(request, _("Danke. Der Platz geht an die nächste Person."))
    return redirect("registration", token)


@require_safe
def lots(request, pk):
    """The public page of a drawing: to what the house bound itself, and afterwards how anyone can redo it."""
    draw = get_object_or_404(Draw.objects.select_related("seats"), pk=pk)
    return render(request, "seats/lots.html", {"draw": draw, "seats": draw.seats})
