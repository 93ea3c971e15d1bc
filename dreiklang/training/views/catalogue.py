from django.db.models import Exists, OuterRef, Value
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dreiklang.events.models import Event, Part
from dreiklang.foundation.text import fold
from dreiklang.seats.rules import may_register
from dreiklang.training import linked_data
from dreiklang.training.models import BlockDate, BuildingBlock, Programme, Run
from dreiklang.training.rules import may_run_programmes, takes_part_in_run
from dreiklang.training.standing import states_of

MANY = 10  # from more building blocks on, one may look for words in them


@require_safe
def programmes(request):
    all_of_them = list(Programme.objects.prefetch_related("blocks"))
    return render(request, "training/programmes.html", {
        "programmes": all_of_them, "dates": _coming(request.user, BlockDate.objects.all()),
        "may_run_programmes": may_run_programmes(request.user), "takes_part": Run.objects.of(request.user).exists(),
    })  # fmt: skip


@require_safe
def programme(request, slug):
    """What it is, for whom, its rule, its blocks: all of it before one signs in. With filters where there are many."""
    found = get_object_or_404(Programme.objects.prefetch_related("blocks"), slug=slug)
    chosen = {name: request.GET.get(name, "").strip() for name in ("q", "art", "pflicht")}
    blocks = list(found.blocks.all())
    dates = list(_coming(request.user, BlockDate.objects.filter(run__programme=found)))
    return render(request, "training/programme.html", {
        "programme": found, "runs": found.runs.visible_to(request.user).order_by("-is_demo", "-title"),
        "dates": dates, "linked_data": linked_data.of_programme(found, blocks, dates),
        "blocks": [block for block in blocks if _is_looked_for(block, chosen)], "all": blocks, "chosen": chosen,
        "kinds": sorted({block.kind for block in blocks}), "is_long": len(blocks) > MANY,
        "may_run_programmes": may_run_programmes(request.user), "states": states_of(request.user, found),
    })  # fmt: skip


def _is_looked_for(block: BuildingBlock, chosen: dict) -> bool:
    if chosen["art"] and block.kind != chosen["art"]:
        return False
    if chosen["pflicht"] in {"ja", "nein"} and block.is_required != (chosen["pflicht"] == "ja"):
        return False
    text = fold(" ".join([block.letter, block.title, block.summary, *block.aims, *block.competences, *block.topics]))
    return all(word in text for word in fold(chosen["q"]).split()[:8])


@require_safe
def block(request, slug, block):
    blocks = BuildingBlock.objects.select_related("programme").prefetch_related("programme__blocks")
    found = get_object_or_404(blocks, programme__slug=slug, slug=block)
    dates = list(found.dates.visible_to(request.user).select_related("event__seats", "run").order_by("-event__starts"))
    return render(request, "training/block.html", {
        "block": found, "dates": dates, "changes": found.changes.all(),
        "linked_data": linked_data.of_block(found, dates),
        "counts": Event.seat_counts([date.event for date in dates]),
        "may_run_programmes": may_run_programmes(request.user), "states": states_of(request.user, found.programme),
    })  # fmt: skip


@require_safe
def run(request, slug, pk):
    runs = Run.objects.visible_to(request.user).select_related("programme", "seats")
    found = get_object_or_404(runs.prefetch_related("programme__blocks"), programme__slug=slug, pk=pk)
    dates = list(found.dates.visible_to(request.user).select_related("event__seats", "block")
                 .annotate(is_led=_is_led_by(request.user)))  # fmt: skip
    sessions = list(
        Event.objects.visible_to(request.user).filter(part_of__in=[date.event_id for date in dates])
        .select_related("seats").order_by("starts", "title")
    )  # fmt: skip
    return render(request, "training/run.html", {
        "run": found, "dates": dates, "sessions": sessions, "linked_data": linked_data.of_run(found, dates, sessions),
        "counts": Event.seat_counts([*(date.event for date in dates), *sessions, found]), "seats": found.seats,
        "mine": _application_of(request.user, found),
        "may_register": found.seats is not None and may_register(request.user, found.seats),
        "is_mine": takes_part_in_run(request.user, found), "heard": _heard(request.user, dates),
        "may_run_programmes": may_run_programmes(request.user), "states": states_of(request.user, found.programme),
    })  # fmt: skip


def _application_of(person, run):
    """Hers to the whole run, while it is active."""
    if run.seats is None or not person.is_authenticated:
        return None
    mine = run.seats.registrations.active().of(person).first()
    if mine:
        mine.seats = run.seats
    return mine


def _heard(person, dates) -> list[BlockDate]:
    """Those whose feedback page she finds from here: all for the team, her own for a trainer."""
    return [date for date in dates if date.is_led or may_run_programmes(person)]


def _is_led_by(person):
    hers = Part.objects.filter(event=OuterRef("event"), person=person.pk, role=Part.TRAINER)
    return Exists(hers) if person.is_authenticated else Value(False)


def _coming(person, dates):
    upcoming = Event.objects.visible_to(person).upcoming().taking_place().order_by()
    return dates.visible_to(person).filter(event__in=upcoming).select_related("event__seats", "block", "run")[:6]
