"""The one table of columns about a person: each room's personal_data.py adds rows, a test finds missing ones."""

from typing import NamedTuple

from dreiklang.foundation.gather import gather


class Column(NamedTuple):
    name: str  # "people.Person.email"
    purpose: str
    readers: str
    kept: str


def columns() -> list[Column]:
    return [Column(*row) for room in gather("personal_data") for row in room.COLUMNS]


def summary() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """What is kept, for people: (heading, [(purpose, readers, time), …]) a room, each said once."""
    ground, *rooms = gather("personal_data")
    return [(room.HEADING, list(dict.fromkeys(row[1:] for row in room.COLUMNS))) for room in (*rooms, ground)]


def export(person) -> dict:
    """Everything the house holds about a person, by heading. Plain data that json can write."""
    data = {}
    for room in gather("personal_data"):
        data.update(room.export(person))
    return data


def erase(person) -> None:
    """Let every room forget the person, from the roof down, so that nothing points at what is gone."""
    for room in reversed(gather("personal_data")):
        room.erase(person)


class Rule(NamedTuple):
    """One retention rule: what is due now (a QuerySet) and what is done to it."""

    name: str  # German, as the operator and the privacy page read it
    days: int | None  # None where each thing says itself how long it is kept
    due: object  # (now) -> QuerySet
    apply: object  # (QuerySet) -> int


def rules() -> list[Rule]:
    return [rule for room in gather("retention") for rule in room.RULES]
