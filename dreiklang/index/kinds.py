"""What a room says of its kinds of things that can be found, in its file `searchable.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice

from django.db import connection, transaction

from dreiklang.foundation.gather import gather
from dreiklang.index.actions import BITE, Entry, keep_only, put
from dreiklang.index.models import Row


@dataclass(frozen=True)
class Kind:
    name: str
    said: str  # of many, as people read it: "Veranstaltungen"
    said_of_one: str
    entries: Callable[[], Iterable[Entry]]  # of all that can be found, for building the index anew
    # Of these ids, those that this person may read now; as a mapping, with a word that warns of some: "veraltet".
    readable: Callable[[list[str], object], set[str] | dict[str, str]]
    # Where a passage of its text stands, counted from 0; without it, where the row is.
    address_at: Callable[[Row, int], str] = lambda row, passage: row.address
    shows_text: bool = True  # in a hit; without it title and keywords alone: the rest is found, and read elsewhere


@cache
def kinds() -> dict[str, Kind]:
    return {kind.name: kind for room in gather("searchable") for kind in room.KINDS}


def bring_in_everything() -> None:
    """Make the rows say what the rooms say: of a house that was there before its index, and after any doubt. Where the
    actions have kept them true, nothing changes."""
    for kind in kinds().values():
        _bring_in(kind)


@transaction.atomic
def _bring_in(kind: Kind) -> None:
    _lock()
    entries, there = iter(kind.entries()), set()
    while bite := list(islice(entries, BITE)):
        put(*bite)
        there |= {(entry.object_id, entry.part) for entry in bite}
    keep_only(kind.name, there)


def _lock() -> None:
    """Until the end nobody else puts: or what was withdrawn between reading and putting would come back. SQLite takes
    it with the transaction (IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Row._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
