from datetime import date, datetime, timedelta

from django.utils import timezone

from dreiklang.people.models import Office, Person, Tenure
from dreiklang.people.tests.makers import a_person
from dreiklang.places.models import Association, Municipality
from dreiklang.places.tests.makers import a_municipality
from dreiklang.seats.actions.applying import apply
from dreiklang.seats.actions.registering import register, register_guest
from dreiklang.seats.models import Draw, Question, Quota, Registration, Seats


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


RELEASED = "Die Freigabe durch meine Dienststelle liegt vor."


def a_call(capacity=2, order=Seats.BY_ARRIVAL, title="Durchgang", **fields) -> Seats:
    """Seats for which one applies within a week, without questions and quotas."""
    fields = {"closes_at": timezone.now() + timedelta(days=7), "days": 60} | fields
    seats = some_seats(capacity=capacity, title=title, by_application=True, order=order, **fields)
    if order == Seats.BY_LOT:
        Draw.objects.create(seats=seats)
    return seats


def a_question(seats: Seats, label=RELEASED, kind=Question.DECLARATION, **fields) -> Question:
    return Question.objects.create(seats=seats, label=label, kind=kind, order=seats.questions.count(), **fields)


def a_quota(seats: Seats, places=1, criterion=Quota.KIND, value=Municipality.LANDKREIS, **fields) -> Quota:
    """Unless said otherwise: places for people of a Landkreis."""
    fields = {"label": "Landkreise", "order": seats.quotas.count()} | fields
    return Quota.objects.create(seats=seats, places=places, criterion=criterion, value=value, **fields)


def an_officer(name="Ben Okonkwo", *, kind=Municipality.GEMEINDE, population=9000, union="", since=None) -> Person:
    """Somebody in office: for three years, unless `since` names a day."""
    number = Municipality.objects.count() + 1
    place = a_municipality(f"Ort {number}", key=f"99115{number:03d}", kind=kind, population=population)
    association = None
    if union:
        association = Association.objects.get_or_create(slug=union, defaults={"name": union, "short": union.title()})[0]
    office = Office.objects.create(municipality=place, association=association)
    person = a_person(name, email=f"{name.split()[0].lower()}{number}@example.org")
    began: date = since or timezone.localdate() - timedelta(days=3 * 365)
    Tenure.objects.create(office=office, person=person, held_from=began)
    return person


def an_application(seats: Seats, name="Ben Okonkwo", *, answers: dict | None = None, **officer) -> Registration:
    """Somebody in office applies, with `answers` {question: text}; what must be declared is declared."""
    declared = {question: "yes" for question in seats.questions.filter(kind=Question.DECLARATION)}
    return apply(seats, an_officer(name, **officer), declared | (answers or {}))


def applications(seats: Seats, number: int, **officer) -> list[Registration]:
    """So many apply, in their order."""
    return [an_application(seats, f"Person{at} Beispiel", **officer) for at in range(1, number + 1)]
