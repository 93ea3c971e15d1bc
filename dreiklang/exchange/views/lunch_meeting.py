"""One date: its page, the page where those present choose, the form of a question, and what becomes of a result."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dreiklang.dialogue.rules import may_reply
from dreiklang.dialogue.views.house_rules import may_go_on
from dreiklang.dialogue.views.threads import said
from dreiklang.exchange.actions import lunch_choosing as choosing
from dreiklang.exchange.actions import lunch_results as results
from dreiklang.exchange.forms.lunch import AnswerForm, HintForm, NoteForm
from dreiklang.exchange.lunch_showing import countdown, items_now, results_of
from dreiklang.exchange.models import LunchItem, LunchKnower, LunchMeeting
from dreiklang.exchange.models.lunch_questions import POINTS
from dreiklang.exchange.rules import may_host_lunch, may_keep_lunch, may_make_hint, may_note_lunch
from dreiklang.exchange.views.finding import of_members, read_by_members, sent_by_members
from dreiklang.foundation.models import as_id, fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.library.models import Article
from dreiklang.people.models import Release


def find(request, on, *more) -> LunchMeeting:
    meetings = LunchMeeting.objects.visible_to(request.user).select_related("event", *more)
    return get_object_or_404(meetings, planned_on=on)


def find_item(request, on, pk) -> LunchItem:
    meeting = find(request, on)
    item = get_object_or_404(meeting.items.select_related("question", "article", "answer"), pk=pk)
    item.meeting = meeting
    return item


@read_by_members
def meeting(request, on):
    found, person = find(request, on, "host"), request.user
    event = found.event
    open_ones = [] if found.stage == LunchMeeting.AHEAD else [
        item for item in found.items.filter(hint="").to_show() if item.question_id or item.shown_thread
    ]  # fmt: skip
    return render(request, "exchange/lunch_meeting.html", {
        "meeting": found, "event": event, "until": countdown(event.starts, event.ends, timezone.now()),
        "results": results_of(found, person), "open_ones": open_ones, "may_host": may_host_lunch(person, found),
        "may_note": may_note_lunch(person, found), "may_keep": may_keep_lunch(person),
        "has_card": Release.objects.filter(person=person).exists(),
        "knows": set(LunchKnower.objects.filter(person=person, item__meeting=found).values_list("item", flat=True)),
    })  # fmt: skip


@read_by_members
@never_cache
def choice(request, on):
    """The shared page. It asks for itself every few seconds; 204 while nothing has changed. `gross`: for the screen
    that all see; `ruhig`: it does not move by itself."""
    found = find(request, on, "salt")
    if request.GET.get("stand") == str(found.pulse):
        return HttpResponse(status=204)
    page = _page(is_part="stand" in request.GET, is_screen="gross" in request.GET)
    return render(request, page, _of_choice(request, found))


def _page(is_part: bool, is_screen: bool = False) -> str:
    return f"exchange/{'_' if is_part else ''}{'lunch_screen' if is_screen else 'lunch_choice'}.html"


def _of_choice(request, meeting: LunchMeeting, refused: str = "") -> dict:
    mine = choosing.points_of(request.user, meeting) if meeting.is_choosing else {}
    return {
        "meeting": meeting, "event": meeting.event, "mine": mine, "refused": refused,
        "items": items_now(meeting), "left": POINTS - sum(mine.values()), "all": POINTS,
        "may_host": may_host_lunch(request.user, meeting), "may_note": may_note_lunch(request.user, meeting),
        "is_quiet": "ruhig" in request.GET, "begins_early": meeting.stage == LunchMeeting.AHEAD and meeting.is_on,
    }  # fmt: skip


@sent_by_members
def points(request, on):
    """So many points to one question. With htmx the page comes back as it is now."""
    item = get_object_or_404(LunchItem, pk=as_id(request.POST.get("item")), meeting=find(request, on))
    try:
        choosing.give(item, _number(request.POST.get("number")), by=request.user)
    except Refusal as refusal:
        return _back(request, on, refusal.sentence)
    return _back(request, on)


def _number(text: str | None) -> int:
    if text not in {"0", "1", "2", "3"}:
        raise Http404
    return int(text)


def _back(request, on, refused: str = ""):
    if request.headers.get("HX-Request"):
        return render(request, _page(is_part=True), _of_choice(request, find(request, on, "salt"), refused))
    if refused:
        messages.error(request, refused)
    quiet = "?ruhig=ja" if "ruhig" in request.GET else ""
    return redirect(f"{reverse('lunch_choice', args=[on])}{quiet}")


@sent_by_members
def stage(request, on):
    """Who hosts it begins and ends the choosing, and says what is being worked on."""
    found = find(request, on)
    require(may_host_lunch(request.user, found))
    act = request.POST.get("act")
    try:
        if act == "begin":
            choosing.begin(found, by=request.user)
        elif act == "end":
            choosing.end(found, by=request.user)
        elif act in {"work", "rest"}:
            item = get_object_or_404(found.items, pk=as_id(request.POST.get("item")))
            choosing.work_on(item, act == "work", by=request.user)
        else:
            raise Http404
    except Refusal as refusal:
        return _back(request, on, refusal.sentence)
    return _back(request, on)


@of_members
def note(request, on, pk):
    """The one form of a question."""
    item = find_item(request, on, pk)
    require(may_note_lunch(request.user, item.meeting))
    form = NoteForm(request.POST if request.method == "POST" else None, initial={
        "asked": item.title, "source": item.hint, "knows_more": item.knows_more, "agreed": item.agreed,
        "agreed_until": item.agreed_until, "seen": item.number,
    })  # fmt: skip
    others = False
    if form.is_valid():
        data = form.cleaned_data
        try:
            results.note(
                item, asked=data["asked"], hint=data["source"], knows_more=data["knows_more"],
                agreed=data["agreed"], agreed_until=data["agreed_until"], seen=data["seen"] or 0, by=request.user,
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(_at_its_field(refusal))
            newest = find_item(request, on, pk)
            others = newest.number != (data["seen"] or 0)
            item = newest
            form.has_seen(newest.number)
        else:
            messages.success(request, _("Festgehalten, ohne Namen."))
            return redirect("lunch_choice" if item.meeting.is_choosing else "lunch_meeting", on)
    return render(
        request, "exchange/lunch_note.html", {"item": item, "meeting": item.meeting, "form": form, "others": others},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _at_its_field(refusal: Refusal) -> Refusal:
    return Refusal(refusal.sentence, "source" if refusal.field == "hint" else refusal.field)


@sent_by_members
def know_more(request, on, pk):
    item = find_item(request, on, pk)
    if item.is_open:
        raise Http404
    try:
        results.know_more(item, request.POST.get("act") != "no", by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{item.meeting.path}#frage-{item.pk}")


@sent_by_members
def care(request, on, pk):
    """What was agreed on: I take care of it, no longer, it is done, or not yet."""
    item = find_item(request, on, pk)
    if not item.is_agreed:
        raise Http404
    act, back = request.POST.get("act"), f"{item.meeting.path}#frage-{item.pk}"
    try:
        if act in ("take", "leave"):
            results.care(item, act == "take", by=request.user)
        elif act in ("done", "open"):
            results.finish(item, act == "done", by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, {
            "take": _("Gemerkt. Es steht jetzt unter „Ihre Aufgaben“; andere sehen nur, dass sich jemand kümmert."),
            "leave": _("Sie kümmern sich nicht mehr darum."), "done": _("Erledigt."), "open": _("Wieder offen."),
        }.get(act, _("Nichts geändert.")))  # fmt: skip
    return redirect("/" if request.POST.get("next") == "/" else back)


@of_members
def hint(request, on, pk):
    """From a result to a draft of a Hinweis."""
    item = find_item(request, on, pk)
    if item.article_id:
        seen = Article.objects.open_to(request.user).filter(pk=item.article_id).exists()
        return redirect(item.article.workroom if seen else item.meeting.path)
    require(may_make_hint(request.user, item))
    form = HintForm(
        request.POST if request.method == "POST" else None,
        initial={"public_id": fresh_id(), "title": results.title_of_hint(item)},
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            article = results.make_hint(item, data["title"], by=request.user, public_id=data["public_id"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Der Entwurf ist angelegt."))
            return redirect(article.workroom)
    return render(
        request, "exchange/lunch_hint.html", {"item": item, "meeting": item.meeting, "form": form},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@of_members
def answer(request, on, pk):
    """Whoever takes it over answers in the thread from which the question came."""
    item = find_item(request, on, pk)
    thread = item.shown_thread
    if thread is None or item.is_open:
        raise Http404
    if item.answer_id:
        return redirect(thread.path)
    require(may_reply(request.user, thread))
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        initial={"public_id": fresh_id(), "source": results.answer_for(item)},
    )
    if form.is_valid() and may_go_on(request, form):
        data = form.cleaned_data
        try:
            post = results.answer(item, data["source"], by=request.user, public_id=data["public_id"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return said(request, post)
    return render(
        request, "exchange/lunch_answer.html",
        {"item": item, "meeting": item.meeting, "thread": thread, "form": form},
        status=422 if form.is_bound else 200,
    )  # fmt: skip
