"""Before, during and after a session: who was there, said by trainers and by those who come."""

from datetime import timedelta

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from markupsafe import Markup

from dreiklang.events.actions import attending
from dreiklang.events.codes import code_at
from dreiklang.events.forms.meeting import CodeForm, changes_in
from dreiklang.events.models import Attendance, Part, code_showing, expected_at, is_expected, room, ticking
from dreiklang.events.retention import DAYS
from dreiklang.events.rules import may_organise, may_read_whereabouts, may_tick_attendance
from dreiklang.events.views.finding import find, registration_in_block, registration_of
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.text import fold
from dreiklang.people.limits import is_too_often

MOST_CODES, IN = 10, timedelta(minutes=10)  # typed by one person; of 887 million, three are right


@login_required
def attendance(request, slug):
    """Its trainers' list of who was there: a tap a person, or all at once. With htmx the tapped line comes back."""
    found = find(request, slug)
    require(may_tick_attendance(request.user, found))
    words = request.GET.get("q", "").strip()
    if request.method == "POST":
        changes = changes_in(request.POST)
        try:
            attending.tick(found, changes)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect(request.get_full_path())
        if request.headers.get("HX-Request"):
            return render(request, "events/_ticked.html", _list_of(found) | {"changed": changes})
        messages.success(request, _("Gespeichert."))
        return redirect(request.get_full_path())
    return render(request, "events/attendance.html", _list_of(found, words))


def _list_of(event, words: str = "") -> dict:
    people = list(expected_at(event))
    states = dict(Attendance.objects.filter(event=event, person__in=people).values_list("person", "state"))
    counted = list(states.values())
    return {
        "event": event, "words": words, "states": states, "ticking": ticking(event), "all": len(people), "days": DAYS,
        "people": [person for person in people if fold(words) in fold(person.name)],
        "present": counted.count(Attendance.PRESENT), "excused": counted.count(Attendance.EXCUSED),
        "code_showing": code_showing(event),
        "parts": list(event.sessions.taking_place().order_by("starts", "title")), "choices": _choices(),
    }  # fmt: skip


def _choices() -> list[tuple[str, str]]:
    return [*Attendance.STATES, ("", _("kein Eintrag"))]


@login_required
@never_cache
@require_safe
def meeting_code(request, slug):
    """The code for everybody in the room, large. The page asks for the next one by itself; 204 while it still holds."""
    found = find(request, slug)
    require(may_tick_attendance(request.user, found))
    window, code = code_showing(found), code_at(found, timezone.now())
    is_shown = window.is_open and not found.is_cancelled
    if is_shown and request.GET.get("gezeigt") == code:
        return HttpResponse(status=204)
    path = reverse("check_in", args=[slug])
    return render(request, "events/code.html", {
        "event": found, "window": window, "code": code if is_shown else "",
        "qr": _qr(f"{settings.SITE_URL}{path}?code={code}"), "address": settings.SITE_URL.split("://")[1] + path,
    })  # fmt: skip


def _qr(address: str) -> Markup:
    drawn = segno.make_qr(address, error="m").svg_inline(omitsize=True, svgclass=None, lineclass=None)
    return Markup(drawn)  # noqa: S704 – of paths and numbers alone


@login_required
@never_cache
def check_in(request, slug):
    """A participant says that she is there, with the code typed or brought by the QR code. Opening changes nothing."""
    found = find(request, slug)
    require(is_expected(request.user, found), _("Sie stehen nicht auf der Liste dieser Veranstaltung."))
    form, status = CodeForm(request.POST or None, initial={"code": request.GET.get("code", "")}), 200
    if request.method == "POST":
        try:
            if is_too_often(request.user, "codes", MOST_CODES, IN):
                status = 429
                raise Refusal(_("Das waren zu viele Versuche. Bitte warten Sie zehn Minuten."), field="code")
            if form.is_valid():
                attending.check_in(found, request.user, form.cleaned_data["code"])
                messages.success(request, _("Danke, Sie sind als anwesend eingetragen."))
                return redirect("event", slug)
        except Refusal as refusal:
            form.is_valid()
            form.refuse(refusal)
        status = max(status, 422)
    return render(request, "events/check_in.html", {
        "event": found, "form": form, "window": code_showing(found), "state": _state_of(request.user, found),
    }, status=status)  # fmt: skip


def _state_of(person, event) -> str:
    return Attendance.objects.filter(event=event, person=person).values_list("state", flat=True).first() or ""


@login_required
def absence(request, slug):
    """A participant says beforehand that she cannot come, or that she comes after all."""
    found = find(request, slug)
    require(is_expected(request.user, found), _("Sie stehen nicht auf der Liste dieser Veranstaltung."))
    if request.method == "POST":
        try:
            if request.POST.get("act") == "come":
                attending.come_after_all(found, request.user)
                messages.success(request, _("Schön, dass Sie doch kommen."))
            else:
                attending.excuse(found, request.user)
                messages.success(request, _("Sie sind für diese Veranstaltung entschuldigt."))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        return redirect("event", slug)
    return render(request, "events/absence.html", {
        "event": found, "state": _state_of(request.user, found), "is_late": found.starts <= timezone.now(),
        "parts": list(found.sessions.taking_place().order_by("starts", "title")),
    })  # fmt: skip


@login_required
@never_cache
@require_safe
def online_room(request, slug):
    """The way into an online session: it leads there from shortly before the start, and says so before and after."""
    found, person = find(request, slug), request.user
    mine = registration_of(person, found) or registration_in_block(person, found)
    require(may_read_whereabouts(person, found, mine))
    if not found.link:
        raise Http404
    window = room(found)
    if window.is_open and not found.is_cancelled:
        return redirect(found.link)
    prepares = may_organise(person) or found.has_part(person, Part.TRAINER)
    return render(request, "events/room.html", {"event": found, "window": window, "prepares": prepares})
