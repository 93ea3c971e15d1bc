from datetime import timedelta

from dreiklang.events.models import Attendance, Event
from dreiklang.events.tests.makers import an_event
from dreiklang.foundation import text
from dreiklang.seats.models import Registration
from dreiklang.training.actions import confirming
from dreiklang.training.models import BlockDate, BuildingBlock, Confirmation, Programme, Run
from dreiklang.training.progress import sessions_of


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


def an_earned_block(people, parts=5, block=None, run=None, **programme) -> BlockDate:
    """A block that is over; everybody was at all its sessions and has a seat."""
    run = run or a_run(block.programme if block else a_programme(**{"least_blocks": 1} | programme))
    block = block or a_building_block(run.programme, workload="14 Stunden", competences=["Rollenklarheit"])
    date = a_date(run, block, parts=parts, days=-10, capacity=len(people) + 5, place="Konstanz")
    attend_all(date, people)
    return date


def attend_all(date: BlockDate, people) -> None:
    sessions = sessions_of([date])[date.pk]
    Registration.objects.bulk_create(
        Registration(seats=date.event.seats, person=person, state=Registration.CONFIRMED, line=line)
        for line, person in enumerate(people, start=1)
    )
    Attendance.objects.bulk_create(
        Attendance(event=session, person=person, state=Attendance.PRESENT) for session in sessions for person in people
    )


def a_confirmation(person, **fields) -> Confirmation:
    """As the rule awards it; of a programme, a run and a block of its own."""
    number = Programme.objects.count() + 1
    programme = a_programme(slug=f"programm-{number}", **{"least_blocks": 1} | fields)
    date = an_earned_block([person], run=a_run(programme, f"Durchgang {number}"))
    confirming.award(date)
    return Confirmation.objects.get(person=person, run=date.run)
