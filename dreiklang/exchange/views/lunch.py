"""The address that always shows the next MittagsMeeting: when, the one button, what is brought along."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.dialogue.views.house_rules import may_go_on
from dreiklang.events.views.finding import calendar_file
from dreiklang.exchange.actions import lunch_choosing as choosing
from dreiklang.exchange.actions import lunch_dates as dates
from dreiklang.exchange.forms.lunch import DropForm, FollowForm, RemoveForm
from dreiklang.exchange.lunch_showing import countdown, lines_of, results_of
from dreiklang.exchange.models import LunchFollow, LunchMeeting, LunchQuestion, LunchSeries, pool
from dreiklang.exchange.models.lunch import HOME
from dreiklang.exchange.models.lunch_questions import KEPT_DAYS, TAKE_BACK
from dreiklang.exchange.rules import may_keep_lunch, may_take_back_lunch_question
from dreiklang.exchange.views.finding import of_members, read_by_members
from dreiklang.foundation import calendars
from dreiklang.foundation.dates import clock, day
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.people.models import Person

MOST = 30  # of the pool on the page


def card(person) -> dict:
    """Of the overview of the formats."""
    meeting = next_meeting()
    when = _("%(when)s: %(countdown)s") % {"when": meeting.event.when, "countdown": _until(meeting)} if meeting else ""
    return {
        "title": _("MittagsMeeting"), "path": HOME, "label": _("Zum nächsten MittagsMeeting"),
        "text": _("Eine Stunde online, ohne Tagesordnung und ohne Anmeldung."),
        "lines": [(when, meeting.path, "")] if meeting else [],
    }  # fmt: skip


def next_meeting() -> LunchMeeting | None:
    return LunchMeeting.objects.to_come().taking_place().select_related("event").first()


def _until(meeting: LunchMeeting) -> str:
    return countdown(meeting.event.starts, meeting.event.ends, timezone.now())


@read_by_members
def home(request):
    """`?frage=` stands in the field already, from where somebody comes who wants to bring it along."""
    words = request.GET.get("frage", "").replace("\0", "")[:300]
    return _home(request, DropForm(initial={"public_id": fresh_id(), "source": words}))


def _home(request, form, status=200):
    series, person = LunchSeries.standing(), request.user
    meetings = list(LunchMeeting.objects.to_come().select_related("event")) if series else []
    coming = next((one for one in meetings if not one.event.is_cancelled), None)
    last = LunchMeeting.objects.past().taking_place().select_related("event").first()
    follow = LunchFollow.objects.filter(person=person).first()
    waiting = list(LunchQuestion.objects.waiting().select_related("author"))
    return render(request, "exchange/lunch_home.html", {
        "series": series, "meeting": coming, "until": _until(coming) if coming else "", "form": form,
        "lines": lines_of(series, meetings) if series else [], "waiting": waiting, "days": KEPT_DAYS,
        "pool": list(pool().select_related("room")[:MOST]), "last": last,
        "results": results_of(last, person) if last else [], "may_keep": may_keep_lunch(person),
        "follow": FollowForm(initial={"morning": follow.morning, "lines": follow.lines} if follow else None),
        "calendar": f"{settings.SITE_URL}{series.calendar_path}" if series else "",
    }, status=status)  # fmt: skip


@read_by_members
@never_cache
def join(request):
    """The one button: into the video room of whatever is on, from a quarter of an hour before. Nothing is kept."""
    meeting = next_meeting()
    if meeting is not None and meeting.is_on and meeting.event.link:
        return redirect(meeting.event.link)
    if meeting is None:
        messages.info(request, _("Zurzeit ist kein MittagsMeeting angesetzt."))
    else:
        messages.info(request, _("Der Raum öffnet am %(day)s eine Viertelstunde vor %(time)s Uhr.") % {
            "day": day(meeting.event.starts), "time": clock(meeting.event.starts),
        })  # fmt: skip
    return redirect(HOME)


@require_safe
def calendar(request, key):
    """The dates to subscribe to. One address for all, so that nobody who reads it is told apart; it says when, and not
    what is spoken of. The room opens only to members."""
    series = get_object_or_404(LunchSeries, feed_key=key)
    events = [one.event for one in series.meetings.select_related("event").order_by("event__starts")]
    since = timezone.now() - timedelta(days=90)
    entries = [
        calendars.entry(**event.entry(settings.SITE_URL) | {
            "place": _("online"), "url": settings.SITE_URL + HOME,
            "description": _("Zum Raum: %(address)s") % {"address": f"{settings.SITE_URL}{HOME}jetzt/"},
        }, cancelled=event.is_cancelled)
        for event in events if event.ends >= since
    ]  # fmt: skip
    answer = calendar_file(calendars.feed(series.title, entries), "private, max-age=900")
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@of_members
@never_cache
def drop(request):
    """A question for the next one. Unnamed, the answer shows once the link by which it is taken back."""
    if request.method != "POST":
        return redirect(HOME)
    form = DropForm(request.POST)
    if form.is_valid() and may_go_on(request, form):
        is_named, typed = form.cleaned_data["way"] == DropForm.NAMED, form.cleaned_data
        try:
            question = choosing.drop(typed["source"], by=request.user, is_named=is_named, public_id=typed["public_id"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            if not is_named:
                link = settings.SITE_URL + question.secret_path
                return render(request, "exchange/lunch_dropped.html", {"question": question, "link": link})
            messages.success(request, _("Ihre Frage ist dabei. Sie können sie jederzeit zurücknehmen."))
            return redirect(f"{HOME}#fragen")
    return _home(request, form, status=422)


@of_members
def take_back(request, pk):
    """Her own question; the team takes away what should not stand there, with a reason."""
    question = get_object_or_404(LunchQuestion, pk=pk)
    is_hers = question.author_id == request.user.pk
    require(may_take_back_lunch_question(request.user, question))
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            choosing.take_back(question, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Zurückgenommen.") if is_hers else _("Entfernt."))
            return redirect(HOME)
    return render(
        request, "exchange/lunch_take_back.html", {"question": question, "is_hers": is_hers, "form": form},
        status=422 if form.errors else 200,
    )  # fmt: skip


@never_cache
def take_back_unnamed(request, token):
    """Whoever holds the link, also signed out: nobody asks who she is."""
    pk = _as_id(unseal(token, TAKE_BACK))
    question = LunchQuestion.objects.filter(pk=pk).first()
    if pk is None or question and question.author_id:
        raise Http404
    if request.method == "POST" and question:
        choosing.take_back(question)
    is_done = request.method == "POST" or question is None
    return render(request, "exchange/lunch_take_back_unnamed.html", {"question": question, "is_done": is_done})


def _as_id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


@of_members
def letters(request):
    """Which letters she wants."""
    form = FollowForm(request.POST)
    if request.method == "POST" and form.is_valid():
        dates.follow(request.user, **form.cleaned_data)
        messages.success(request, _("Gespeichert."))
    return redirect(f"{HOME}#briefe")


def stop(request, token):
    """Behind the link in a letter, also signed out: no more letters about it."""
    person = Person.objects.filter(pk=_as_id(unseal(token, dates.STOP)), is_active=True).first()
    if person is None:
        raise Http404
    if request.method == "POST":
        dates.follow(person, morning=False, lines=False)
    return render(request, "exchange/lunch_stop.html", {"is_done": request.method == "POST"})
