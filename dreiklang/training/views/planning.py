from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dreiklang.events.models import Event, Part
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.text import fold
from dreiklang.groups.readers import said
from dreiklang.training.actions import calling, planning, writing
from dreiklang.training.forms import planning as forms
from dreiklang.training.models import BlockDate, Programme, Run
from dreiklang.training.rules import may_run_programmes
from dreiklang.training.shifting import first_day_of, looked_at, moves_of, on_days

# What stands on the team's page of a run, in order: one template each, all with the same facts.
PARTS = ["training/team/_dates.html", "training/team/_people.html", "training/team/_results.html",
         "training/team/_further.html"]  # fmt: skip


@login_required
@require_safe
def runs(request):
    """All runs: those that are on, those to come and drafts, those that were."""
    require(may_run_programmes(request.user))
    words, now = request.GET.get("q", "").strip(), timezone.now()
    found = (
        Run.objects.with_span().select_related("programme").annotate(number=Count("dates")).order_by("-starts", "title")
    )
    kinds: dict = {"running": [], "planned": [], "past": []}
    for run in found:
        if all(word in fold(f"{run.title} {run.programme.title}") for word in fold(words).split()):
            is_past = run.ends is not None and run.ends < now
            is_on = not run.is_draft and run.starts is not None and run.starts <= now
            kinds["past" if is_past else "running" if is_on else "planned"].append(run)
    return render(request, "training/team/runs.html", {
        **kinds, "words": words, "programmes": Programme.objects.order_by("title"),
    })  # fmt: skip


@login_required
@require_safe
def run(request, pk):
    """The one place from which the team does whatever a run needs. How often somebody was there is not told here."""
    require(may_run_programmes(request.user))
    found = _find(pk)
    dates = list(found.dates.select_related("event__seats", "block"))
    ids = [date.event_id for date in dates]
    parts = Event.objects.filter(part_of__in=ids).exclude(state=Event.CANCELLED)
    trainers = Part.objects.filter(event__in=ids, role=Part.TRAINER)
    names: dict = {}
    for event, name in trainers.values_list("event", "person__name").order_by("person__name"):
        names.setdefault(event, []).append(name)
    return render(request, "training/team/run.html", {
        "run": found, "dates": dates, "numbers": dict(parts.order_by().values_list("part_of").annotate(Count("pk"))),
        "trainers": names, "parts": PARTS,
        "counts": Event.seat_counts([*(date.event for date in dates), found]), "undecided": _undecided(found),
        "drafts": writing.drafts_of(found),
        "without_date": found.programme.blocks.exclude(pk__in=[date.block_id for date in dates]),
        "participants": found.cohort.memberships.standing().count() if found.cohort else 0,
    })  # fmt: skip


def _undecided(run: Run) -> int:
    return run.seats.registrations.undecided().count() if run.seats else 0


@login_required
def new_run(request, slug):
    require(may_run_programmes(request.user))
    programme = get_object_or_404(Programme, slug=slug)
    return _write(request, Run(programme=programme), is_new=True)


@login_required
def edit_run(request, pk):
    require(may_run_programmes(request.user))
    return _write(request, _find(pk), is_new=False)


def _write(request, found, *, is_new):
    initial = {} if is_new else forms.RunForm.of(found)
    form = forms.RunForm(request.POST or None, initial=initial, is_new=is_new)
    if form.is_valid():
        data = form.cleaned_data
        try:
            saved = writing.write_run(
                found, form.facts(), by=request.user, public_id=data["public_id"], seen=data["seen"]
            )
        except Refusal as refusal:
            form.refuse(refusal)
            if not is_new:
                form.has_seen(Run.objects.get(pk=found.pk).version)
        else:
            messages.success(
                request, _("Gespeichert. Als Entwurf liest das nur das Team.") if saved.is_draft else _("Gespeichert.")
            )
            return redirect("team_run", saved.pk)
    return render(request, "training/team/edit_run.html", {"run": found, "form": form, "is_new": is_new})


@login_required
def publish_run(request, pk):
    """Before anything is published the page says what will be read, and by whom."""
    require(may_run_programmes(request.user))
    found = _find(pk)
    if request.method == "POST":
        writing.publish_run(found, by=request.user)
        messages.success(request, _("Der Durchgang ist veröffentlicht."))
        return redirect("team_run", pk)
    drafts = [(event, said(event.readers)) for event in writing.drafts_of(found)]
    return render(request, "training/team/publish.html", {"run": found, "drafts": drafts})


@login_required
def call_run(request, pk):
    """Seats for the whole run; what is asked and reserved is said on the page of the seats."""
    require(may_run_programmes(request.user))
    found = _find(pk)
    is_new, seats = found.seats is None, found.seats
    initial = {"capacity": 30} if is_new else {"capacity": seats.capacity, "closes_at": seats.closes_at}
    form = forms.CallForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            seats = calling.open_call(found, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("call", seats.pk) if is_new else redirect("team_run", pk)
    return render(request, "training/team/call.html", {"run": found, "form": form, "is_new": is_new})


@login_required
def discard_run(request, pk):
    require(may_run_programmes(request.user))
    found = _find(pk)
    if request.method == "POST":
        try:
            writing.discard_run(found, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("team_run", pk)
        messages.success(request, _("Gelöscht."))
        return redirect("team_runs")
    return render(request, "training/team/discard_run.html", {
        "run": found, "why_not": writing.kept_because(found), "drafts": writing.drafts_of(found),
    })  # fmt: skip


@login_required
def new_date(request, pk):
    """A block gets its date: an event that is there already, or a new one, which is then described in full."""
    require(may_run_programmes(request.user))
    found = _find(pk)
    blocks = found.programme.blocks.exclude(dates__run=found)
    events = Event.objects.filter(part_of=None).exclude(state=Event.CANCELLED)
    events = events.exclude(pk__in=BlockDate.objects.values("event")).order_by("-starts")
    preset = next((block for block in blocks if block.slug == request.GET.get("baustein")), None)
    form = forms.DateForm(request.POST or None, initial={"block": preset}, blocks=blocks, events=events[:200])
    if form.is_valid():
        data = form.cleaned_data
        try:
            date = _dated(found, data, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Der Termin steht im Durchgang."))
            return redirect("team_run", pk) if data["event"] else redirect("edit_event", date.event.slug)
    return render(request, "training/team/new_date.html", {"run": found, "form": form, "blocks": blocks})


def _dated(run, data, *, by) -> BlockDate:
    if data["event"]:
        return writing.attach(run, data["block"], data["event"], by=by)
    facts = {name: data[name] for name in ("starts", "ends", "place")}
    return writing.hold(run, data["block"], facts, capacity=data["capacity"], by=by, public_id=data["public_id"])


@login_required
def detach_date(request, pk, date):
    require(may_run_programmes(request.user))
    found = get_object_or_404(BlockDate.objects.select_related("event", "block", "run__programme"), run=pk, pk=date)
    if request.method == "POST":
        try:
            writing.detach(found, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Gelöst. Die Veranstaltung gibt es weiter."))
        return redirect("team_run", pk)
    return render(request, "training/team/detach.html", {"run": found.run, "date": found})


@login_required
def plan_run(request, pk):
    """A new run from this one: title and first day, then every date as it would fall, then the drafts."""
    require(may_run_programmes(request.user))
    earlier = _find(pk)
    form = forms.PlanForm(request.POST or None)
    moves, is_new = [], True
    if form.is_bound:
        form.is_valid()
        first_day = form.cleaned_data.get("first_day") or form.cleaned_data.get("shown_for")  # no slip loses the table
        if first_day:
            moves = moves_of(earlier, first_day)
            is_new = form.ask_for(moves, first_day)
            moves = looked_at(on_days(moves, form.days()))
        if "plan" in request.POST and not is_new and form.is_valid() and (planned := _planned(request, earlier, form)):
            messages.success(request, _("Der Durchgang steht als Entwurf. Außer dem Team liest ihn noch niemand."))
            return redirect("team_run", planned.pk)
    return render(request, "training/team/plan.html", {
        "run": earlier, "form": form, "moves": moves, "first_day": first_day_of(earlier), "field_of": forms.day_name,
        "public_id": form["public_id"].value() or fresh_id(),
    })  # fmt: skip


def _planned(request, earlier, form):
    data = form.cleaned_data
    try:
        return planning.plan_run(
            earlier, data["title"], data["first_day"], by=request.user, days=form.days(),
            public_id=data["public_id"], with_speakers=data["with_speakers"],
        )  # fmt: skip
    except Refusal as refusal:
        form.refuse(refusal)


def _find(pk) -> Run:
    return get_object_or_404(Run.objects.select_related("programme", "cohort", "seats"), pk=pk)
