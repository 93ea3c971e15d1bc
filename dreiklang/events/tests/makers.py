from datetime import timedelta

from django.utils import timezone

from dreiklang.events.actions import publishing
from dreiklang.events.models import Event


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
