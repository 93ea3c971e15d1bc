from datetime import timedelta

from django.utils import timezone

from dreiklang.people.tests.makers import a_person
from dreiklang.seats.actions.registering import register, register_guest
from dreiklang.seats.models import Registration, Seats


def some_seats(capacity=2, open_to="members", title="Werkstatt", days=10, **fields) -> Seats:
    """Seats of something that begins in `days` days and lasts two hours."""
    starts = timezone.now() + timedelta(days=days)
    entry = {
        "uid": "1", "title": title, "starts": starts.isoformat(), "ends": (starts + timedelta(hours=2)).isoformat(),
    }  # fmt: skip
    defaults = {"address": "/veranstaltungen/werkstatt/", "entry": entry}
    return Seats.objects.create(capacity=capacity, open_to=open_to, title=title, **defaults | fields)


def a_full_house(seats: Seats, waiting: int = 0) -> list[Registration]:
    """Members on every seat and `waiting` more in the line, in their order."""
    return [register(seats, a_person(f"Person{number} Beispiel")) for number in range(1, seats.capacity + waiting + 1)]


def a_guest(seats: Seats, name="Gitta Gast", email="gitta@example.net", **more) -> Registration:
    """A guest who has not yet pressed the button behind her link."""
    return register_guest(seats, name, email, **more)
