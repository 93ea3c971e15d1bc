"""The programme of the demo, its first run as it was announced, and an invented run that is open for registration."""

import tomllib
from pathlib import Path

from django.db import transaction

from dreiklang.events import demo as events
from dreiklang.events.models import Event
from dreiklang.foundation.text import to_html
from dreiklang.groups.models import Group
from dreiklang.seats.actions import describing
from dreiklang.training.demo_listening import furnish_listening
from dreiklang.training.models import BlockDate, BuildingBlock, Programme, Run

_FILE = Path(__file__).with_name("programme.toml")


@transaction.atomic
def furnish(tell=print) -> None:
    """Make programme, blocks and runs say what the file says. Repeatable."""
    text = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    source = f"{text['description'].strip()}\n\n## Woher das Programm kommt\n\n{text['origin'].strip()}\n"
    programme, _ = Programme.objects.update_or_create(
        slug=text["slug"],
        defaults={
            "title": text["title"], "summary": text["summary"], "source": source, "html": to_html(source),
            **text["rule"],
        },
    )  # fmt: skip
    for block in text["block"]:
        _bring_block(programme, block)
    _bring_run(programme, "Erster Durchgang 2024", is_demo=False)
    _bring_run(programme, "Neuer Durchgang (Demo)", is_demo=True)
    furnish_listening(programme)
    tell(f"Programm: {programme.title}, {len(text['block'])} Bausteine")


def _bring_block(programme: Programme, block: dict) -> None:
    names = ("letter", "title", "kind", "is_required", "summary", "workload", "aims", "competences", "topics")
    BuildingBlock.objects.update_or_create(
        programme=programme, slug=block["slug"],
        defaults={name: block[name] for name in names} | {"is_announced": block["announced"]},
    )  # fmt: skip


def _bring_run(programme: Programme, title: str, *, is_demo: bool) -> None:
    cohort, _ = Group.objects.get_or_create(name=title, kind=Group.COHORT)
    run, _ = Run.objects.update_or_create(
        programme=programme, title=title, defaults={"is_demo": is_demo, "cohort": cohort}
    )
    for entry in events.entries():
        if "block" in entry and entry["is_demo"] == is_demo:
            event = Event.objects.select_related("seats").get(slug=entry["slug"])
            block = programme.blocks.get(slug=entry["block"])
            BlockDate.objects.update_or_create(run=run, block=block, defaults={"event": event})
            if event.seats and event.seats.joins_id != cohort.pk:
                describing.describe(event.seats, joins=cohort)
