from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.events.models import Event
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.people.rules import is_member
from dreiklang.training.actions import making_up
from dreiklang.training.models import BlockDate, MakeUp
from dreiklang.training.standing import courses_of


@login_required
@require_safe
def my_training(request):
    """What she has collected and what comes next, in all programmes and runs. Nobody else has this page."""
    require(is_member(request.user))
    return render(request, "training/mine.html", {"courses": courses_of(request.user)})


@login_required
@require_POST
def make_up(request, missed, instead):
    """Go to the same session of another run. What is offered may be read by another cohort alone: the action asks."""
    dates = BlockDate.objects.of(request.user).values("event")
    hers = Event.objects.visible_to(request.user).filter(part_of__in=dates) | Event.objects.filter(pk__in=dates)
    session = get_object_or_404(hers.distinct(), pk=missed)
    try:
        there = making_up.make_up(session, get_object_or_404(Event.objects.taking_place(), pk=instead), request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        told = _("Sie nehmen am %(when)s teil. Die Bestätigung ist unterwegs.")
        messages.success(request, told % {"when": there.instead.when})
    return redirect("my_training")


@login_required
@require_POST
def take_back(request, pk):
    mine = get_object_or_404(MakeUp, pk=pk, person=request.user)
    try:
        making_up.take_back(mine)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Zurückgenommen. Die Leitung der Sitzung rechnet nicht mehr mit Ihnen."))
    return redirect("my_training")
