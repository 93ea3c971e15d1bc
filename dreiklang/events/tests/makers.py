from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dreiklang.events.actions import publishing
from dreiklang.events.actions.material import add_material
from dreiklang.events.models import Event, Material, Part
from dreiklang.foundation.files import accept
from dreiklang.seats.models import Registration


def an_event(
    title="Vortrag", days=10, hours=2, capacity=30, open_to="public", speakers=(), state=Event.PUBLISHED, seats=None,
    **fields,
) -> Event:  # fmt: skip
    """A published lecture in `days` days, open to all, with thirty seats; capacity=None: without registration."""
    starts = fields.pop("starts", timezone.now() + timedelta(days=days))
    defaults = {"summary": "Ein Abend für alle.", "place": "Rathaus", "street": "Markt 1, Musterlingen", "state": state}
    event = Event(title=title, starts=starts, ends=starts + timedelta(hours=hours), **defaults | fields)
    if capacity is not None:
        seats = {"capacity": capacity, "open_to": open_to, "closes_at": None, "note": ""} | (seats or {})
    return publishing.save(event, speakers=list(speakers), seats=seats, by=None)


def a_block(title="Präsenzblock", parts=2, **fields) -> Event:
    """A block of two days with seats of its own and `parts` sessions without, which go with the block."""
    block = an_event(title, kind=Event.BLOCK, hours=30, **fields)
    shared = {name: fields[name] for name in ("state", "readers", "place_for_registered") if name in fields}
    for number in range(parts):
        an_event(
            f"{title}, Teil {number + 1}", kind=Event.SESSION, part_of=block, capacity=None,
            starts=block.starts + timedelta(hours=3 * number), **shared,
        )  # fmt: skip
    return block


def a_trainer(event: Event, person) -> Part:
    """This person leads the event, without a letter."""
    return Part.objects.create(event=event, person=person, role=Part.TRAINER)


def a_session(people=(), minutes=0, title="Sitzung", **fields) -> Event:
    """A session of two hours that begins in so many minutes, with these people on its seats."""
    starts = timezone.now() + timedelta(minutes=minutes)
    event = an_event(title, kind=Event.SESSION, starts=starts, **fields)
    for person in people:
        registration = event.seats.registrations.model(
            seats=event.seats, person=person, state=Registration.CONFIRMED, line=event.seats.registrations.count() + 1
        )
        registration.save()
    return event


PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def some_material(event: Event, title="Folien", **fields) -> Material:
    """A PDF for whoever comes; file=None and url=…: a link."""
    file = accept(ContentFile(PDF, name="Folien.pdf"))
    return add_material(event, title=title, **{"file": file} | fields)


def queries_of(client, address: str) -> int:
    """How many queries a page takes, once everything that is made once has been made."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)
