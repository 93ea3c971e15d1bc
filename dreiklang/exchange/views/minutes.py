from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.events.models import Event
from dreiklang.exchange.actions import minutes as acting
from dreiklang.exchange.forms.working import MinutesForm
from dreiklang.exchange.minutes_file import as_word, file_name
from dreiklang.exchange.models import AgendaItem, Minutes
from dreiklang.exchange.views.finding import find_group, members_in
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.word import DOCX

_EVENTS_OFFERED = 8


def _find(request, pk, minutes):
    group = find_group(request, pk)
    found = get_object_or_404(Minutes.objects.filter(group=group).select_related("event"), pk=minutes)
    found.group = group
    return group, found


@login_required
@require_safe
def all_minutes(request, pk):
    group = find_group(request, pk)
    listed = list(Minutes.objects.filter(group=group).select_related("group")[:100])
    return render(request, "exchange/all_minutes.html", {"group": group, "minutes": listed})


@login_required
@require_safe
def minutes(request, pk, minutes):
    group, found = _find(request, pk, minutes)
    return render(request, "exchange/minutes.html", {
        "group": group, "minutes": found, "tasks": list(found.tasks.select_related("who").in_order()),
        "left_open": list(found.left_open.all()), "settled": list(found.settled.all()),
    })  # fmt: skip


@login_required
@require_safe
def minutes_docx(request, pk, minutes):
    _group, found = _find(request, pk, minutes)
    response = HttpResponse(as_word(found), content_type=DOCX)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(found)}"'
    return response


@login_required
def new_minutes(request, pk):
    """Of a meeting that was: the last one, unless another is chosen."""
    group = find_group(request, pk)
    last = Event.objects.filter(readers=group.token).taking_place().past().first()
    initial = {"public_id": fresh_id(), "held_on": timezone.localdate(last.starts) if last else timezone.localdate()}
    if last:
        initial |= {"title": last.title, "event": str(last.pk)}
    return _write(request, group, Minutes(group=group), initial)


@login_required
def edit_minutes(request, pk, minutes):
    group, found = _find(request, pk, minutes)
    initial = {name: getattr(found, name) for name in ("title", "held_on", "source")}
    return _write(request, group, found, initial | {"seen": found.number, "event": str(found.event_id or "")})


def _write(request, group, found, initial):
    is_new = found._state.adding
    dates = Event.objects.filter(readers=group.token).taking_place().past()[:_EVENTS_OFFERED]
    form = MinutesForm(
        request.POST if request.method == "POST" else None, initial=initial, members=members_in(group), events=dates,
        agenda=AgendaItem.objects.filter(group=group).open(),
    )  # fmt: skip
    if form.is_valid():
        try:
            saved = acting.write(found, **form.facts(), by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
            if not is_new:
                form.has_seen(Minutes.objects.get(pk=found.pk).number)
        else:
            messages.success(request, _("Das Protokoll ist gespeichert. Die Gruppe kann es lesen."))
            return redirect(saved.path)
    return render(
        request, "exchange/write_minutes.html", {"group": group, "minutes": None if is_new else found, "form": form},
        status=422 if form.errors else 200,
    )  # fmt: skip


@login_required
@require_POST
def discard_minutes(request, pk, minutes):
    _group, found = _find(request, pk, minutes)
    acting.discard(found, by=request.user)
    messages.success(request, _("Das Protokoll ist gelöscht. Seine Aufgaben bleiben."))
    return redirect("all_minutes", pk)
