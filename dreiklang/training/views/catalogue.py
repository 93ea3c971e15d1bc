from django.db.models import Exists, OuterRef, Value
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dreiklang.events.models import Event, Part
from dreiklang.training.models import BlockDate, BuildingBlock, Programme, Run
from dreiklang.training.rules import may_run_programmes, takes_part_in_run


@require_safe
def programmes(request):
    all_of_them = list(Programme.objects.prefetch_related("blocks"))
    return render(request, "training/programmes.html", {
        "programmes": all_of_them, "dates": _coming(request.user, BlockDate.objects.all()),
    })  # fmt: skip


@require_safe
def programme(request, slug):
    found = get_object_or_404(Programme.objects.prefetch_related("blocks"), slug=slug)
    return render(request, "training/programme.html", {
        "programme": found, "runs": found.runs.order_by("-is_demo", "-title"),
        "dates": _coming(request.user, BlockDate.objects.filter(run__programme=found)),
    })  # fmt: skip


@require_safe
def block(request, slug, block):
    found = get_object_or_404(BuildingBlock.objects.select_related("programme"), programme__slug=slug, slug=block)
    dates = found.dates.visible_to(request.user).select_related("event__seats", "run").order_by("-event__starts")
    return render(request, "training/block.html", {
        "block": found, "dates": dates, "changes": found.changes.all(),
        "counts": Event.seat_counts([date.event for date in dates]),
    })  # fmt: skip


@require_safe
def run(request, slug, pk):
    found = get_object_or_404(Run.objects.select_related("programme"), programme__slug=slug, pk=pk)
    dates = list(found.dates.visible_to(request.user).select_related("event__seats", "block")
                 .annotate(is_led=_is_led_by(request.user)))  # fmt: skip
    sessions = list(
        Event.objects.visible_to(request.user).filter(part_of__in=[date.event_id for date in dates])
        .select_related("seats").order_by("starts", "title")
    )  # fmt: skip
    return render(request, "training/run.html", {
        "run": found, "dates": dates, "sessions": sessions,
        "counts": Event.seat_counts([*(date.event for date in dates), *sessions]),
        "is_mine": takes_part_in_run(request.user, found), "heard": _heard(request.user, dates),
        "works_with_feedback": may_run_programmes(request.user),
    })  # fmt: skip


def _heard(person, dates) -> list[BlockDate]:
    """Those whose feedback page she finds from here: all for the team, her own for a trainer."""
    return [date for date in dates if date.is_led or may_run_programmes(person)]


def _is_led_by(person):
    hers = Part.objects.filter(event=OuterRef("event"), person=person.pk, role=Part.TRAINER)
    return Exists(hers) if person.is_authenticated else Value(False)


def _coming(person, dates):
    upcoming = Event.objects.visible_to(person).upcoming().taking_place().order_by()
    return dates.filter(event__in=upcoming).select_related("event__seats", "block", "run")[:6]
