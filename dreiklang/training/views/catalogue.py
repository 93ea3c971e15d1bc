from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dreiklang.events.models import Event
from dreiklang.training import linked_data
from dreiklang.training.models import BlockDate, BuildingBlock, Programme, Run


@require_safe
def programmes(request):
    all_of_them = list(Programme.objects.prefetch_related("blocks"))
    return render(request, "training/programmes.html", {
        "programmes": all_of_them, "dates": _coming(request.user, BlockDate.objects.all()),
    })  # fmt: skip


@require_safe
def programme(request, slug):
    found = get_object_or_404(Programme.objects.prefetch_related("blocks"), slug=slug)
    dates = list(_coming(request.user, BlockDate.objects.filter(run__programme=found)))
    return render(request, "training/programme.html", {
        "programme": found, "runs": found.runs.order_by("-is_demo", "-title"),
        "dates": dates, "linked_data": linked_data.of_programme(found, found.blocks.all(), dates),
    })  # fmt: skip


@require_safe
def block(request, slug, block):
    found = get_object_or_404(BuildingBlock.objects.select_related("programme"), programme__slug=slug, slug=block)
    dates = list(found.dates.visible_to(request.user).select_related("event__seats", "run").order_by("-event__starts"))
    return render(request, "training/block.html", {
        "block": found, "dates": dates, "linked_data": linked_data.of_block(found, dates),
        "counts": Event.seat_counts([date.event for date in dates]),
    })  # fmt: skip


@require_safe
def run(request, slug, pk):
    found = get_object_or_404(Run.objects.select_related("programme"), programme__slug=slug, pk=pk)
    dates = list(found.dates.visible_to(request.user).select_related("event__seats", "block"))
    sessions = list(
        Event.objects.visible_to(request.user).filter(part_of__in=[date.event_id for date in dates])
        .select_related("seats").order_by("starts", "title")
    )  # fmt: skip
    return render(request, "training/run.html", {
        "run": found, "dates": dates, "sessions": sessions, "linked_data": linked_data.of_run(found, dates, sessions),
        "counts": Event.seat_counts([*(date.event for date in dates), *sessions]),
    })  # fmt: skip


def _coming(person, dates):
    upcoming = Event.objects.visible_to(person).upcoming().taking_place().order_by()
    return dates.filter(event__in=upcoming).select_related("event__seats", "block", "run")[:6]
