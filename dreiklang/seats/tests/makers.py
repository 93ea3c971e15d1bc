from datetime import datetime, timedelta

from django.utils import timezone

from dreiklang.people.tests.makers import a_person
from dreiklang.seats.actions.registering import register, register_guest
from dreiklang.seats.models import Registration, Seats


def some_seats(capacity=2, open_to="members", title="Werkstatt", days=10, **fields) -> Seats:
    """Seats of something that begins in `days` days and lasts two hours."""
    defaults = {
        "address": "/veranstaltungen/werkstatt/",
        "entry": an_entry(title, timezone.now() + timedelta(days=days)),
    }
    return Seats.objects.create(capacity=capacity, open_to=open_to, title=title, **defaults | fields)


def an_entry(title="Werkstatt", starts: datetime | None = None) -> dict:
    """The date of something that lasts two hours: on Thursday, 4 December 2031 from 17:00."""
    starts = starts or datetime.fromisoformat("2031-12-04T17:00+01:00")
    return {"uid": "1", "title": title, "starts": starts.isoformat(), "ends": (starts + timedelta(hours=2)).isoformat()}


DAY = "Donnerstag, 4. Dezember 2031, 17:00 bis 19:00 Uhr"
WEEK_BEFORE = (
    datetime.fromisoformat("2031-11-27T17:00+01:00"), datetime.fromisoformat("2031-11-27T19:00+01:00"), "Rathaus",
)  # fmt: skip


def a_full_house(seats: Seats, waiting: int = 0) -> list[Registration]:
    """Members on every seat and `waiting` more in the line, in their order."""
    return [register(seats, a_person(f"Person{number} Beispiel")) for number in range(1, seats.capacity + waiting + 1)]


def a_guest(seats: Seats, name="Gitta Gast", email="gitta@example.net", **more) -> Registration:
    """A guest who has not yet pressed the button behind her link."""
    return register_guest(seats, name, email, **more)
