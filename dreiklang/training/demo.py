"""The programme of the demo with its runs: the first as it was announced, an invented one that is open for
registration, and an invented one that is under way."""

import tomllib
from pathlib import Path

from django.db import transaction

from dreiklang.events import demo as events
from dreiklang.events.models import Attendance, Event, Part
from dreiklang.foundation.text import to_html
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.models import Person
from dreiklang.seats.actions import describing
from dreiklang.training import searchable
from dreiklang.training.actions.confirming import award_run
from dreiklang.training.demo_call import furnish_call
from dreiklang.training.demo_listening import furnish_listening
from dreiklang.training.models import BlockDate, BuildingBlock, Programme, Run
from dreiklang.training.progress import sessions_of

_FOLDER = Path(__file__).parent
_COHORT = 24  # so many of the invented people are in the run that is under way


@transaction.atomic
def furnish(tell=print) -> None:
    """Make programme, blocks and runs say what the files say. Repeatable."""
    text = tomllib.loads((_FOLDER / "programme.toml").read_text(encoding="utf-8"))
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
    furnish_call(_bring_run_under_way(programme, "Laufender Durchgang (Demo)"))
    furnish_listening(programme)
    searchable.keep(programme)
    tell(f"Programm: {programme.title}, {len(text['block'])} Bausteine")


def _bring_block(programme: Programme, block: dict) -> None:
    names = ("letter", "title", "kind", "is_required", "summary", "workload", "aims", "competences", "topics")
    BuildingBlock.objects.update_or_create(
        programme=programme, slug=block["slug"],
        defaults={name: block[name] for name in names} | {"is_announced": block["announced"]},
    )  # fmt: skip


def _bring_run(programme: Programme, title: str, *, is_demo: bool) -> None:
    run = _run(programme, title, is_demo=is_demo)
    for entry in events.entries():
        if "block" in entry and entry["is_demo"] == is_demo:
            event = Event.objects.select_related("seats").get(slug=entry["slug"])
            _date(run, entry, event)
            if event.seats and event.seats.joins_id != run.cohort_id:
                describing.describe(event.seats, joins=run.cohort)


def _bring_run_under_way(programme: Programme, title: str) -> Run:
    run = _run(programme, title, is_demo=True)
    members = Person.objects.filter(is_demo=True, is_team=False, is_operator=False).exclude(email__startswith="mirja@")
    cohort = list(members.order_by("email")[:_COHORT])
    for person in cohort:
        join(run.cohort, person)
    trainer = Person.objects.get(email="mirja@example.org")
    for entry, event in events.bring_course(_FOLDER / "demo_run.toml", run.cohort):
        date = _date(run, entry, event)
        Part.objects.get_or_create(event=event, person=trainer, role=Part.TRAINER)
        _let_attend(date, cohort)
    award_run(run)
    return run


def _let_attend(date: BlockDate, cohort: list[Person]) -> None:
    """Most were there; somebody is missing each time, somebody had said so before. Nobody is taught a lesson by name:
    who it is goes round."""
    for number, session in enumerate(sessions_of([date])[date.pk]):
        if session.is_over and not session.attendances.exists():
            Attendance.objects.bulk_create(
                Attendance(event=session, person=person, state=state)
                for place, person in enumerate(cohort)
                if (state := _state(place, number))
            )


def _state(place: int, number: int) -> str:
    step = (place * 7 + number * 5) % 23
    return "" if step == 0 else Attendance.EXCUSED if step == 1 else Attendance.PRESENT


def _run(programme: Programme, title: str, *, is_demo: bool) -> Run:
    cohort, _ = Group.objects.get_or_create(name=title, kind=Group.COHORT)
    defaults = {"is_demo": is_demo, "cohort": cohort}
    return Run.objects.update_or_create(programme=programme, title=title, defaults=defaults)[0]


def _date(run: Run, entry: dict, event: Event) -> BlockDate:
    block = run.programme.blocks.get(slug=entry["block"])
    return BlockDate.objects.update_or_create(run=run, block=block, defaults={"event": event})[0]
