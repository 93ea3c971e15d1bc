"""Papers of a date: who is expected, to sign and to wear. They say who is to come, never who was there."""

from pathlib import Path

from django.utils import translation

from dreiklang.events.models import Event
from dreiklang.foundation.documents import pdf
from dreiklang.training.participants import expected

_TEMPLATES = Path(__file__).parent / "templates" / "documents"
HEADINGS = ["Name", "Funktion", "Kommune"]


def to_sign(event: Event) -> bytes:
    """The attendance sheet as PDF, with an empty column for signatures and some empty lines."""
    with translation.override("de"):  # it is made for offices here
        values = {
            "event": event.title, "block": event.part_of.title if event.part_of_id else "", "when": event.when,
            "where": event.whereabouts, "people": [[one.name, one.place] for one in expected(event)],
        }  # fmt: skip
    return pdf(_TEMPLATES / "sheet.typ", values, title=f"Anwesenheitsliste: {event.title}")


def badges(event: Event) -> bytes:
    """Name badges as PDF, ten on a page."""
    people = [[one.name, one.function, one.place] for one in expected(event)]
    return pdf(_TEMPLATES / "badges.typ", {"people": people}, title=f"Namensschilder: {event.title}")


def rows(event: Event) -> list[list[str]]:
    return [[one.name, one.function, one.place] for one in expected(event)]
