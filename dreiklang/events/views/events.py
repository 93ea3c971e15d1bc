from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.events.actions import publishing
from dreiklang.events.article import article
from dreiklang.events.forms import events as forms
from dreiklang.events.linked_data import of_event
from dreiklang.events.models import Event, Part, code_showing, states_of
from dreiklang.events.rules import may_organise, may_read_whereabouts
from dreiklang.events.views.finding import calendar_file, find, registration_in_block, registration_of
from dreiklang.events.views.material import shown_material
from dreiklang.foundation import calendars
from dreiklang.foundation.marking import marked
from dreiklang.foundation.models import as_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.groups.readers import said, tokens_of
from dreiklang.index.outdated import marks_for
from dreiklang.people.limits import is_too_much
from dreiklang.seats.actions import cancelling, registering
from dreiklang.seats.forms import GuestForm
from dreiklang.seats.models import Registration
from dreiklang.seats.rules import may_register

A_PAGE = 20


@require_safe
def agenda(request):
    """What is coming, or what was; filtered by kind, place and words."""
    is_past = request.GET.get("zeit") == "vergangen"
    kind, words = request.GET.get("art", ""), request.GET.get("q", "").strip()
    events = Event.objects.visible_to(request.user).standing_alone()
    events = events.past() if is_past else events.upcoming()
    if kind in dict(Event.KINDS):
        events = events.filter(kind=kind)
    if words:
        events = events.containing(words)
    page = Paginator(events.select_related("seats"), A_PAGE).get_page(request.GET.get("seite"))
    keep = request.GET.copy()
    keep.pop("seite", None)
    return render(request, "events/agenda.html", {
        "page": page, "is_past": is_past, "kind": kind, "words": words, "kinds": Event.KINDS[:-1],
        "keep": f"{keep.urlencode()}&" if keep else "", "counts": Event.seat_counts(page.object_list),
        "may_organise": may_organise(request.user), "feed": settings.SITE_URL + reverse("public_feed"),
    })  # fmt: skip


@require_safe
def public_feed(request):
    """Everything public from 90 days back on, to subscribe to; what is called off stays, marked as cancelled."""
    events = Event.objects.visible_to(None).standing_alone().recent_and_upcoming()
    site = settings.SITE_URL
    text = calendars.feed(settings.SITE_NAME, [event.calendar_entry(site) for event in events])
    return calendar_file(text, "public, max-age=900")


@require_safe
def event(request, slug):
    return _show(request, find(request, slug, "html", "source", "folded", "programme", "access"), GuestForm())


def _show(request, found, form, status=200):
    person, sessions = request.user, []
    mine, (before, after) = registration_of(person, found), article(found)
    marks = marks_for([before, after], lambda: tokens_of(person))
    before, after = marked(before, marks), marked(after, marks)
    seated = mine or registration_in_block(person, found)
    if not found.part_of_id:
        sessions = list(found.sessions.visible_to(person).select_related("seats").order_by("starts", "title"))
    tells_where, part = may_read_whereabouts(person, found, seated), _part_of(person, found, seated)
    return render(request, "events/event.html", {
        "event": found, "seats": found.seats, "counts": Event.seat_counts([found, *sessions]), "sessions": sessions,
        "block": _block_of(found, person), "before": before, "after": after, "mine": mine, "tells_where": tells_where,
        "may_register": found.seats is not None and mine is None and may_register(person, found.seats),
        "may_organise": may_organise(person), "form": form, "linked_data": of_event(found),
        "material": shown_material(found, person, tells_where, part["attended"]), **part,
    }, status=status)  # fmt: skip


def _part_of(person, event, registration) -> dict:
    """What she does there, as trainer or as somebody who is expected."""
    if not person.is_authenticated:
        return {"leads": False, "takes_part": False, "attended": False}
    parts, is_session = event.all_parts, event.kind in (Event.SESSION, Event.BLOCK)
    is_led = any(part.role == Part.TRAINER for part in parts)
    joins = any((part.event_id, part.person_id, part.role) == (event.pk, person.pk, Part.JOINER) for part in parts)
    has_seat = registration is not None and registration.state == Registration.CONFIRMED
    by_group = event.goes_by_group and event.goes_by_group in tokens_of(person)
    takes_part = bool(joins or has_seat or by_group) and (is_session or is_led)
    states = states_of(person, event) if takes_part or event.has_material else {}
    return {
        "leads": event.has_part(person, Part.TRAINER), "takes_part": takes_part, "window": code_showing(event),
        "state": states.get(event.pk, ""), "attended": bool(states),
        "may_check_in": is_led and code_showing(event).is_open,
        # Elsewhere one gives the seat back, and somebody else has it.
        "may_excuse": timezone.now() < event.starts and (is_session or event.seats_id is None),
    }  # fmt: skip


@require_safe
def event_calendar(request, slug):
    found = find(request, slug)
    return calendar_file(calendars.feed(found.title, [found.calendar_entry(settings.SITE_URL)]), "private", found.slug)


@require_safe
def event_picture(request, slug):
    found = find(request, slug)
    if not found.picture:
        raise Http404
    response = FileResponse(found.picture.open(), content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


def _or_back_to_the_event(view):
    """Who comes here without having pressed the button, by hand or from signing in, is led to the page that has it."""

    @wraps(view)
    def answer(request, slug):
        if request.method in ("GET", "HEAD"):
            return redirect("event", find(request, slug).slug)
        return view(request, slug)

    return answer


@_or_back_to_the_event
@require_POST
def registration(request, slug):
    """A member takes a seat at once; a visitor is asked for name and address, and gets a link."""
    found = find(request, slug)
    if found.seats is None or found.is_over or found.is_draft:
        raise Http404
    require(may_register(request.user, found.seats))
    if request.user.is_authenticated:
        return _register_member(request, found)
    form = GuestForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    if is_too_much(request, "guests", settings.MOST_GUESTS, timedelta(minutes=10)):
        form.refuse(Refusal(_("Von Ihrem Anschluss kommen zu viele Anmeldungen. Bitte warten Sie zehn Minuten.")))
        return _show(request, found, form, status=429)
    if not form.is_trapped:
        data = form.cleaned_data
        try:
            registering.register_guest(
                found.seats, data["name"], data["email"], data["public_id"], request.LANGUAGE_CODE
            )
        except Refusal as refusal:
            form.refuse(refusal)
            return _show(request, found, form, status=409)
    return render(request, "events/look_into_your_mail.html", {"event": found, "email": form.cleaned_data["email"]})


def _register_member(request, found):
    try:
        mine = registering.register(found.seats, request.user, as_id(request.POST.get("public_id")))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request,
            _("Ihr Platz ist sicher. Die Bestätigung ist unterwegs.") if mine.has_seat
            else _("Sie sind Nummer %(rank)s auf der Warteliste.") % {"rank": mine.rank()},
        )  # fmt: skip
    return redirect("event", found.slug)


@_or_back_to_the_event
@login_required
@require_POST
def cancellation(request, slug):
    found = find(request, slug)
    mine = registration_of(request.user, found)
    if mine:
        cancelling.cancel(mine)
        messages.success(request, _("Sie sind abgemeldet."))
    return redirect("event", slug)


@login_required
def new_event(request, slug=None):
    """The team writes a new event, or a part of the block `slug`; `?vorlage=` names an earlier one as pattern."""
    require(may_organise(request.user))
    block = find(request, slug) if slug else None
    if block and block.part_of_id:
        raise Http404
    initial = {"has_seats": True, "capacity": 30, "open_to": "public", "title": request.GET.get("titel", "")[:200]}
    if block:
        initial = forms.EventForm.part(block)
    elif pattern := request.GET.get("vorlage", "").replace("\0", ""):  # PostgreSQL takes no NUL
        initial = forms.EventForm.like(find(request, pattern))
    return _write(request, Event(part_of=block, kind=Event.SESSION if block else Event.LECTURE), initial)


@login_required
def edit_event(request, slug):
    require(may_organise(request.user))
    found = find(request, slug)
    return _write(request, found, forms.EventForm.of(found))


def _write(request, found, initial):
    is_new = found._state.adding
    form = forms.EventForm(request.POST or None, request.FILES or None, initial=initial, block=found.part_of)
    if form.is_valid():
        data = form.cleaned_data
        seats = {name: data[name] for name in forms.OF_SEATS} if data["has_seats"] else None
        facts = {name: data[name] for name in forms.OF_EVENT} | {"picture": data["picture"] or ""}
        try:
            saved = publishing.write(
                found, facts, speakers=data["speakers"], seats=seats, by=request.user, public_id=data["public_id"],
                seen=data["seen"],
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
            if not is_new:
                form.has_seen(Event.objects.get(pk=found.pk).version)
        else:
            said = _("Gespeichert. Als Entwurf liest das nur das Team.") if saved.is_draft else _("Gespeichert.")
            messages.success(request, said)
            return redirect("event", saved.slug)
    return render(request, "events/write.html", {
        "form": form, "parts": form.parts(), "event": found, "is_new": is_new, "block": found.part_of,
    })  # fmt: skip


@login_required
@require_POST
def publication(request, slug):
    require(may_organise(request.user))
    published = publishing.publish(find(request, slug), by=request.user)
    messages.success(
        request, _("Veröffentlicht. Die Seite lesen jetzt: %(readers)s.") % {"readers": said(published.readers)}
    )
    return redirect("event", slug)


@login_required
def calling_off(request, slug):
    require(may_organise(request.user))
    found = find(request, slug)
    form = forms.CallOffForm(request.POST or None)
    if form.is_valid():
        try:
            publishing.call_off(found, reason=form.cleaned_data["reason"], by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Abgesagt. Alle Angemeldeten bekommen eine Nachricht."))
            return redirect("event", slug)
    parts = list(found.parts_to_come())
    concerned = Registration.objects.to_be_told().filter(seats__in=[each.seats_id for each in (found, *parts)])
    told = len({each.email for each in concerned})
    return render(request, "events/call_off.html", {"event": found, "form": form, "told": told, "parts": parts})


@login_required
def discarding(request, slug):
    require(may_organise(request.user))
    found = find(request, slug)
    if not found.is_draft:
        raise Http404
    if request.method == "POST":
        publishing.discard(found, by=request.user)
        messages.success(request, _("Der Entwurf ist gelöscht."))
        return redirect("agenda")
    return render(request, "events/discard.html", {"event": found})


def _block_of(event, person) -> Event | None:
    """The block that it belongs to, as far as this person may see it."""
    return event.part_of if event.part_of_id and event.part_of.is_visible_to(person) else None
