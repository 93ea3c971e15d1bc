"""The series is arranged by the team, and a date hosted."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.exchange.actions import lunch_dates as dates
from dreiklang.exchange.actions.lunch_results import release
from dreiklang.exchange.forms.lunch import CallOffForm, HostForm, LinesForm, MoveForm, PauseForm, SeriesForm
from dreiklang.exchange.lunch_showing import lines_of
from dreiklang.exchange.models import LunchMeeting, LunchPause, LunchSeries
from dreiklang.exchange.rules import may_host_lunch, may_keep_lunch
from dreiklang.exchange.views.finding import of_members, sent_by_members
from dreiklang.exchange.views.lunch_meeting import find
from dreiklang.foundation.refusal import Refusal, require


@of_members
def arrange(request):
    require(may_keep_lunch(request.user))
    series = LunchSeries.standing()
    form = SeriesForm(
        request.POST if request.method == "POST" else None, initial=SeriesForm.of(series or LunchSeries())
    )
    if form.is_valid():
        try:
            dates.arrange(form.facts(), by=request.user, seen=form.cleaned_data["seen"])
        except Refusal as refusal:
            form.refuse(refusal)
            form.has_seen(LunchSeries.standing().changed_at.isoformat())
        else:
            messages.success(request, _("Gespeichert. Die Termine der nächsten acht Wochen stehen."))
            return redirect("lunch_arrange")
    return _arranged(request, series, form, PauseForm(), 422 if form.is_bound else 200)


def _arranged(request, series, form, pause_form, status=200):
    meetings = list(LunchMeeting.objects.to_come().select_related("event")) if series else []
    return render(request, "exchange/lunch_arrange.html", {
        "series": series, "form": form, "pause_form": pause_form,
        "lines": lines_of(series, meetings) if series else [],
        "pauses": [one for one in series.all_pauses if one.last >= timezone.localdate()] if series else [],
    }, status=status)  # fmt: skip


@sent_by_members
def pause(request):
    require(may_keep_lunch(request.user))
    series = get_object_or_404(LunchSeries)
    form = PauseForm(request.POST)
    if form.is_valid():
        dates.pause(series, **form.cleaned_data, by=request.user)
        messages.success(request, _("Die Pause steht bei den Terminen."))
        return redirect("lunch_arrange")
    return _arranged(request, series, SeriesForm(initial=SeriesForm.of(series)), form, 422)


@sent_by_members
def end_pause(request, pk):
    require(may_keep_lunch(request.user))
    dates.end_pause(get_object_or_404(LunchPause.objects.select_related("series"), pk=pk), by=request.user)
    messages.success(request, _("Die Pause ist aufgehoben."))
    return redirect("lunch_arrange")


@sent_by_members
def renew_calendar(request):
    require(may_keep_lunch(request.user))
    dates.renew_calendar(get_object_or_404(LunchSeries), by=request.user)
    messages.success(request, _("Der Kalender hat eine neue Adresse. Die alte gilt nicht mehr."))
    return redirect("lunch_arrange")


@of_members
def host(request, on):
    """The page of who hosts it: what is next to do, and the three lines. The team also moves, calls off and names."""
    found = find(request, on, "host", "series")
    require(may_host_lunch(request.user, found))
    act, keeps = request.POST.get("act"), may_keep_lunch(request.user)
    forms = {name: _form(request, name, found) for name in ("lines", *(_OF_TEAM if keeps else ()))}
    if act in forms and forms[act].is_valid():
        try:
            said = _ACTS[act](found, forms[act].cleaned_data, request.user)
        except Refusal as refusal:
            forms[act].refuse(refusal)
        else:
            messages.success(request, said)
            return redirect("lunch_host", on)
    return render(request, "exchange/lunch_host.html", {
        "meeting": found, "event": found.event, "forms": forms, "may_keep": keeps,
        "form": forms.get(act) or forms["lines"],
        "begins_early": found.stage == LunchMeeting.AHEAD and found.is_on,
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


def _form(request, name: str, meeting: LunchMeeting):
    made, initial = _FORMS[name](meeting)
    return made(request.POST if request.POST.get("act") == name else None, initial=initial, prefix=name)


_OF_TEAM = ("move", "off", "host")
_FORMS = {
    "lines": lambda meeting: (LinesForm, {"lines": meeting.lines}),
    "move": lambda meeting: (MoveForm, {"starts": meeting.event.starts, "ends": meeting.event.ends}),
    "off": lambda meeting: (CallOffForm, {}),
    "host": lambda meeting: (HostForm, {"email": meeting.host.name if meeting.host else ""}),
}


def _release(meeting, typed, by) -> str:
    release(meeting, typed["lines"], by=by)
    return _("Freigegeben. Wer die drei Zeilen möchte, bekommt sie als Brief.")


def _move(meeting, typed, by) -> str:
    dates.move(meeting, typed["starts"], typed["ends"], by=by)
    return _("Verschoben. Wer Briefe zum MittagsMeeting bekommt, erfährt es.")


def _call_off(meeting, typed, by) -> str:
    dates.call_off(meeting, typed["reason"], by=by)
    return _("Abgesagt. Wer Briefe zum MittagsMeeting bekommt, erfährt es.")


def _name_host(meeting, typed, by) -> str:
    dates.name_host(meeting, typed["email"], by=by)
    return _("Gespeichert.")


_ACTS = {"lines": _release, "move": _move, "off": _call_off, "host": _name_host}
