"""Before, during and after a session: who was there, said by trainers and by those who come."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dreiklang.events.actions import attending
from dreiklang.events.forms.meeting import changes_in
from dreiklang.events.models import Attendance, expected_at, ticking
from dreiklang.events.retention import DAYS
from dreiklang.events.rules import may_tick_attendance
from dreiklang.events.views.finding import find
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.text import fold


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
        "parts": list(event.sessions.taking_place().order_by("starts", "title")), "choices": _choices(),
    }  # fmt: skip


def _choices() -> list[tuple[str, str]]:
    return [*Attendance.STATES, ("", _("kein Eintrag"))]
