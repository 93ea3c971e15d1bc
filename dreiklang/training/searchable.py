"""Programmes, building blocks and runs that can be found: with what their pages tell everybody."""

from django.db import transaction
from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from dreiklang.events.models import Event
from dreiklang.index.actions import Entry, put, remove
from dreiklang.index.kinds import Kind
from dreiklang.training.models import BlockDate, BuildingBlock, Programme, Run

PROGRAMME, BLOCK, RUN = "programme", "block", "run"


@transaction.atomic
def keep(*programmes: Programme) -> None:
    """Findable as they are now, with all their blocks and runs, which say the programme's name; a draft is not.
    Whoever comes second waits, and says what is true then."""
    ids = [programme.pk for programme in programmes]
    programmes = list(Programme.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    put(*_of_programmes(programmes), *_of_blocks(programmes), *_of_runs(programmes))
    remove(RUN, *Run.objects.filter(programme__in=programmes, state=Run.DRAFT).values_list("pk", flat=True))


def _of_programmes(programmes) -> list[Entry]:
    return [
        Entry(
            PROGRAMME, str(programme.pk), "public", programme.path, programme.title,
            keywords=programme.summary, text="\n".join([programme.source, programme.entry]),
        )
        for programme in programmes
    ]  # fmt: skip


def _of_blocks(programmes) -> list[Entry]:
    blocks = BuildingBlock.objects.filter(programme__in=programmes).select_related("programme")
    return [
        Entry(
            BLOCK, str(block.pk), "public", block.path, block.title,
            keywords="\n".join([block.summary, block.kind, f"Kompetenzbaustein {block.letter}", block.programme.title]),
            text="\n".join([*block.aims, *block.competences, *block.topics, block.workload]),
        )
        for block in blocks
    ]  # fmt: skip


def _of_runs(programmes) -> list[Entry]:
    """With those of its dates that everybody reads: when it begins, and the blocks."""
    read_by_all = BlockDate.objects.filter(event__readers="public").exclude(event__state=Event.DRAFT)
    runs = Run.objects.filter(programme__in=programmes, state=Run.PUBLISHED).select_related("programme")
    dates = Prefetch("dates", read_by_all.select_related("event", "block").order_by("event__starts"))
    return [
        Entry(
            RUN, str(run.pk), "public", run.path, run.title,
            keywords="\n".join([run.programme.title, *(date.block.title for date in run.dates.all())]),
            date=min((localdate(date.event.starts) for date in run.dates.all()), default=None),
        )
        for run in runs.prefetch_related(dates)
    ]  # fmt: skip


def _published(ids: list[str], person) -> set[str]:
    return _ids(Run.objects.visible_to(person).filter(pk__in=ids))


def _ids(things) -> set[str]:
    return {str(pk) for pk in things.values_list("pk", flat=True)}


KINDS = [
    Kind(
        PROGRAMME, _("Programme"), _("Programm"), lambda: _of_programmes(Programme.objects.all()),
        lambda ids, person: _ids(Programme.objects.filter(pk__in=ids)),
    ),
    Kind(
        BLOCK, _("Kompetenzbausteine"), _("Kompetenzbaustein"), lambda: _of_blocks(Programme.objects.all()),
        lambda ids, person: _ids(BuildingBlock.objects.filter(pk__in=ids)),
    ),
    Kind(RUN, _("Durchgänge"), _("Durchgang"), lambda: _of_runs(Programme.objects.all()), _published),
]  # fmt: skip
