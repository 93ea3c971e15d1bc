from datetime import timedelta

from dreiklang.events.models import Event
from dreiklang.events.tests.makers import an_event
from dreiklang.foundation import text
from dreiklang.training.models import BlockDate, BuildingBlock, Programme, Run


def a_programme(title="Kompetenzbausteine", slug="kompetenzbausteine", source="Worum es geht.", **fields) -> Programme:
    defaults = {"summary": "Berufsbegleitend.", "html": text.to_html(source)}
    return Programme.objects.create(title=title, slug=slug, source=source, **defaults | fields)


def a_building_block(programme: Programme, letter="A", title="Grundlagen", slug=None, **fields) -> BuildingBlock:
    defaults = {"kind": "Präsenzblock", "summary": "Ein Satz zum Baustein.", "is_announced": True}
    return BuildingBlock.objects.create(
        programme=programme, letter=letter, title=title, slug=slug or text.slug(title), **defaults | fields
    )


def a_run(programme: Programme, title="Durchgang 2024", **fields) -> Run:
    return Run.objects.create(programme=programme, title=title, **fields)


def a_date(run: Run, block: BuildingBlock, title=None, parts=0, **fields) -> BlockDate:
    """A block in a run: its event, with `parts` sessions that are read by whoever reads the event."""
    event = an_event(title or f"{block.title} in {run.title}", kind=Event.BLOCK, hours=30, **fields)
    shared = {name: fields[name] for name in ("state", "readers") if name in fields}
    for number in range(parts):
        an_event(
            f"{event.title}, Teil {number + 1}", kind=Event.SESSION, part_of=event, capacity=None,
            starts=event.starts + timedelta(hours=3 * number), **shared,
        )  # fmt: skip
    return BlockDate.objects.create(run=run, block=block, event=event)
