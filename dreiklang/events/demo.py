"""The calendar of the demo: what was publicly announced (archive.toml), and an invented edition dated from today
(demo_edition.toml). Both files say how they are to be read."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from dreiklang.events.actions import publishing
from dreiklang.events.models import Event
from dreiklang.letters.quiet_hours import is_working_day
from dreiklang.people.models import Person
from dreiklang.seats.actions.registering import confirm_address, register, register_guest
from dreiklang.seats.models import Registration

_FOLDER = Path(__file__).parent
# How many of the invented people have registered: enough that a house looks lived in, not so many that it is full.
_MANY, _SOME, _OVER_CAPACITY = 21, 8, 4
_GUESTS = ("Gitta Gast", "Bernd Besuch", "Ines Interessiert", "Niko Nachbar", "Vera Verein", "Paul Publikum")


def furnish(tell=print) -> None:
    """Bring what is missing, and date anew what was to come and has passed meanwhile. Repeatable."""
    new = sum(_bring(entry) for entry in entries())
    tell(f"Termine neu oder neu datiert: {new}")


def entries() -> list[dict]:
    """The events of both files, sessions as a list under 'session', `block` the slug of a building block."""
    archive, edition = (_read(_FOLDER / name) for name in ("archive.toml", "demo_edition.toml"))
    return [*(_announced(entry) for entry in archive), *(_dated(entry) for entry in edition)]


def bring_course(file: Path, cohort) -> list[tuple[dict, Event]]:
    """The events of a file for one cohort, announced to everybody: (entry, event) each."""
    told = {"kind": Event.SESSION, "readers": "public", "cohort": cohort, "speakers": [], "description": ""}
    course = [_dated(told | entry) for entry in _read(file)]
    for entry in course:
        entry["session"] = [told | session for session in entry["session"]]
        _bring(entry)
    return [(entry, Event.objects.get(slug=entry["slug"])) for entry in course]


def _read(file: Path) -> list[dict]:
    return tomllib.loads(file.read_text(encoding="utf-8"))["event"]


def _announced(entry: dict) -> dict:
    sessions = [_announced(session) for session in entry.get("session", [])]
    remarks = [f"Offen für: {entry['audience']}." if entry.get("audience") else "", entry.get("note", "")]
    source = "\n\n".join(filter(None, [entry["description"].strip(), *remarks]))
    return {**entry, "session": sessions, "source": source, "note": "", "is_demo": False, "seats": None}


def _dated(entry: dict) -> dict:
    first = timezone.localdate() + timedelta(days=entry["days"])
    first += timedelta(days=(entry["weekday"] - first.weekday()) % 7)
    length = entry.get("until_day", 0)
    used = {0, length, *(session["day"] for session in entry.get("session", []))}
    while not all(is_working_day(first + timedelta(days=day)) for day in used):
        first += timedelta(days=7 if entry["days"] > 0 else -7)
    dated = _with_moments(entry, first, first + timedelta(days=length))
    sessions = [
        {name: entry.get(name, "") for name in ("place", "street", "link")}
        | _with_moments(session, first + timedelta(days=session["day"]), first + timedelta(days=session["day"]))
        for session in entry.get("session", [])
    ]
    return dated | {"session": sessions, "comes": entry["days"] > 0}


def _with_moments(entry: dict, first, last) -> dict:
    return {
        **entry, "starts": _at(first, entry["from"]), "ends": _at(last, entry["to"]), "is_demo": True,
        "source": entry.get("description", "").strip(), "seats": entry.get("seats"),
    }  # fmt: skip


def _at(day, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


@transaction.atomic
def _bring(entry: dict) -> bool:
    there = Event.objects.filter(slug=entry["slug"]).first()
    if there is not None and not (entry.get("comes") and there.is_over):
        return False
    block = _save(entry, there)
    for session in entry["session"]:
        _save(session, Event.objects.filter(slug=session["slug"]).first(), part_of=block)
    if there is None and entry.get("cancelled_because"):
        publishing.call_off(block, reason=entry["cancelled_because"], by=None)
    return True


def _save(entry: dict, event: Event | None, part_of: Event | None = None) -> Event:
    is_new = event is None
    event = event or Event(slug=entry["slug"], state=Event.PUBLISHED, part_of=part_of)
    for name in ("title", "kind", "starts", "ends", "summary", "source", "readers", "is_demo"):
        setattr(event, name, entry[name])
    for name in ("place", "street", "link", "access", "source_url"):
        setattr(event, name, entry.get(name, "").strip())
    event.audience = entry.get("cohort")
    event.place_for_registered = entry.get("place_for_registered", False)
    event.programme = "\n".join(entry.get("programme", []))
    saved = publishing.save(
        event, speakers=[(speaker["name"], speaker["role"]) for speaker in entry["speakers"]],
        seats=_seats(entry), by=None,
    )  # fmt: skip
    if is_new and saved.seats and not entry.get("cancelled_because"):
        _fill(saved, entry)
    return saved


def _seats(entry: dict) -> dict | None:
    if entry["seats"] is None:
        return None
    closes = entry["starts"] - timedelta(days=entry["seats"]["closes_days_before"])
    return {
        "capacity": entry["seats"]["capacity"], "open_to": entry["seats"]["open_to"], "closes_at": closes,
        "note": entry.get("note", ""),
    }  # fmt: skip


def _fill(event: Event, entry: dict) -> None:
    """Some of the invented people take seats; a workshop that is to show its waiting list gets more than fit."""
    if event.is_over:
        return
    capacity = event.seats.capacity
    most = _MANY if "block" in entry else _SOME
    wanted = capacity + _OVER_CAPACITY if entry.get("waiting_list_filled") else min(int(capacity * 0.75), most)
    members = Person.objects.filter(is_demo=True, is_team=False, is_operator=False).exclude(email__startswith="ben@")
    for person in members.order_by("email")[:wanted]:
        register(event.seats, person)
    if event.seats.open_to == "public":
        for name in _GUESTS:
            guest = register_guest(event.seats, name, f"{name.split()[0].lower()}@example.net")
            if guest is not None and guest.state == Registration.HELD:
                confirm_address(guest)
