"""Dates of a group and polls to find one."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dreiklang.events.models import Event
from dreiklang.exchange.actions import meetings, polls
from dreiklang.exchange.forms.working import MeetingForm, PollForm
from dreiklang.exchange.models import AgendaItem, DateAnswer, DatePoll, Meeting, Reply
from dreiklang.exchange.reply_links import replied_by
from dreiklang.exchange.rules import may_lead
from dreiklang.exchange.views.finding import find_group
from dreiklang.exchange.working import dates_of
from dreiklang.foundation.forms import HouseForm, ReasonField
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require

_PAST_SHOWN = 20


class _CallOffForm(HouseForm):
    reason = ReasonField()


@login_required
@require_safe
def group_dates(request, pk):
    """What is to come, and what was."""
    group = find_group(request, pk)
    past = Event.objects.exclude(state=Event.DRAFT).filter(readers=group.token).past()[:_PAST_SHOWN]
    return render(request, "exchange/dates.html", {
        "group": group, "dates": dates_of(group), "past": past, "may_lead": may_lead(request.user, group),
    })  # fmt: skip


@login_required
def new_date(request, pk):
    """One date, or one that comes back; everybody in the group is invited."""
    group = find_group(request, pk)
    require(may_lead(request.user, group))
    form = MeetingForm(request.POST if request.method == "POST" else None, initial={"public_id": fresh_id()})
    if form.is_valid():
        facts = form.facts() | {"public_id": form.cleaned_data["public_id"], "by": request.user}
        try:
            if form.rhythm:
                meetings.hold_again(group, form.rhythm, **facts)
            else:
                meetings.hold(group, **facts)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Der Termin steht. Alle in der Gruppe bekommen eine Einladung."))
            return redirect("group_dates", pk)
    return render(
        request, "exchange/write_date.html", {"group": group, "form": form, "event": None},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _find_meeting(request, pk, event):
    group = find_group(request, pk)
    found = get_object_or_404(Meeting.objects.filter(group=group).select_related("event"), event=event)
    found.group = group
    return group, found


@login_required
def group_date(request, pk, event):
    """When, where, what there is to talk about; and: I come, I do not come."""
    group, meeting = _find_meeting(request, pk, event)
    if request.method == "POST":
        _reply(request, meeting, request.user)
        return redirect(meeting.path)
    leads = may_lead(request.user, group)
    replies = list(Reply.objects.filter(meeting=meeting).select_related("person").order_by("person__name"))
    return render(request, "exchange/date.html", {
        "group": group, "meeting": meeting, "event": meeting.event, "may_lead": leads,
        "agenda": AgendaItem.objects.filter(group=group).open(),
        "mine": next((each for each in replies if each.person_id == request.user.pk), None),
        "come": [each for each in replies if each.comes], "do_not": [each for each in replies if not each.comes],
    })  # fmt: skip


def _reply(request, meeting, person) -> None:
    said = request.POST.get("comes")
    if said not in ("yes", "no"):
        return
    try:
        meetings.reply(meeting, person, said == "yes")
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Danke, das ist vermerkt: Sie kommen.") if said == "yes"
                         else _("Danke, das ist vermerkt: Sie kommen nicht."))  # fmt: skip


@never_cache
def reply_by_link(request, token):
    """Whoever holds the letter answers for herself, without signing in. Opening the link says nothing yet."""
    found = replied_by(token)
    if found is None:
        raise Http404
    meeting, person = found
    if request.method == "POST":
        _reply(request, meeting, person)
        return redirect("reply_by_link", token)
    mine = Reply.objects.filter(meeting=meeting, person=person).first()
    return render(
        request, "exchange/reply.html", {"meeting": meeting, "event": meeting.event, "person": person, "mine": mine}
    )


@login_required
def edit_date(request, pk, event):
    group, meeting = _find_meeting(request, pk, event)
    require(may_lead(request.user, group))
    form = MeetingForm(
        request.POST if request.method == "POST" else None, initial=MeetingForm.of(meeting.event), is_new=False
    )
    if form.is_valid():
        try:
            meetings.move(meeting, **form.facts(), by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert. Sind Zeit oder Ort neu, bekommen alle eine Nachricht."))
            return redirect(meeting.path)
    return render(
        request, "exchange/write_date.html", {"group": group, "form": form, "event": meeting.event, "meeting": meeting},
        status=422 if form.errors else 200,
    )  # fmt: skip


@login_required
def call_off_date(request, pk, event):
    group, meeting = _find_meeting(request, pk, event)
    require(may_lead(request.user, group))
    form = _CallOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            meetings.call_off(meeting, reason=form.cleaned_data["reason"], by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Abgesagt. Alle in der Gruppe bekommen eine Nachricht."))
            return redirect(group.path)
    return render(
        request, "exchange/call_off_date.html",
        {"group": group, "meeting": meeting, "event": meeting.event, "form": form},
        status=422 if form.errors else 200,
    )  # fmt: skip


@login_required
def new_poll(request, pk):
    group = find_group(request, pk)
    form = PollForm(request.POST if request.method == "POST" else None, initial={"public_id": fresh_id()})
    if form.is_valid():
        named = ("title", "about", "lasts", "place", "closes_on", "public_id")
        facts = {name: form.cleaned_data[name] for name in named}
        try:
            poll = polls.ask(group, starts=form.starts(), by=request.user, **facts)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Die Umfrage läuft. Alle in der Gruppe bekommen einen Brief mit dem Link."))
            return redirect(poll.path)
    return render(
        request, "exchange/write_poll.html", {"group": group, "form": form}, status=422 if form.errors else 200
    )


def _find_poll(request, pk, poll):
    group = find_group(request, pk)
    return group, get_object_or_404(DatePoll.objects.filter(group=group).select_related("event"), pk=poll)


@login_required
def poll(request, pk, poll):
    """Who can when, by name, and what she herself says."""
    group, found = _find_poll(request, pk, poll)
    if request.method == "POST":
        numbers = (name[2:] for name in request.POST if name.startswith("o_"))
        said = {int(number): request.POST[f"o_{number}"] for number in numbers if number.isdecimal()}
        try:
            polls.answer(found, request.user, said)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(
                request, _("Ihre Antwort ist gespeichert. Sie können sie ändern, solange die Umfrage läuft.")
            )
        return redirect(found.path)
    return render(request, "exchange/poll.html", {
        "group": group, "poll": found, "may_lead": may_lead(request.user, group), **_table(found, request.user),
    })  # fmt: skip


def _table(poll: DatePoll, person) -> dict:
    """The dates with their numbers, and a row for each who answered. Two queries."""
    options = list(poll.options.all())
    answers = DateAnswer.objects.filter(option__poll=poll).select_related("person").order_by("person__name", "pk")
    by_option, rows = defaultdict(lambda: {"yes": 0, "maybe": 0, "no": 0}), {}
    for each in answers:
        by_option[each.option_id][each.answer] += 1
        rows.setdefault(each.person_id, (each.person, {}))[1][each.option_id] = each.answer
    tally = {option.pk: by_option[option.pk] for option in options}
    most = max(((row["yes"], row["maybe"]) for row in tally.values()), default=(0, 0))
    best = {pk for pk, row in tally.items() if (row["yes"], row["maybe"]) == most and any(most)}
    mine = rows.get(person.pk, (person, {}))[1]
    return {"options": options, "tally": tally, "best": best, "rows": list(rows.values()), "mine": mine,
            "answers": DateAnswer.ANSWERS, "said": dict(DateAnswer.ANSWERS)}  # fmt: skip


@login_required
@require_POST
def settle_poll(request, pk, poll):
    """This date it is; or none of them."""
    group, found = _find_poll(request, pk, poll)
    require(may_lead(request.user, group))
    if request.POST.get("act") == "give_up":
        polls.give_up(found, by=request.user)
        messages.success(request, _("Die Umfrage ist beendet, ohne Termin."))
        return redirect(group.path)
    number = request.POST.get("option", "")
    option = get_object_or_404(found.options, pk=int(number) if number.isdecimal() else 0)
    try:
        polls.settle(found, option, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found.path)
    messages.success(request, _("Der Termin steht. Alle in der Gruppe bekommen eine Einladung."))
    return redirect("group_dates", pk)
