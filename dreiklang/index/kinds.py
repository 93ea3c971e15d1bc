"""What a room says of its kinds of things that can be found, in its file `searchable.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice

from dreiklang.foundation.gather import gather
from dreiklang.index.actions import Entry, put, remove
from dreiklang.index.models import Row


@dataclass(frozen=True)
class Kind:
    name: str
    said: str  # of many, as people read it: "Veranstaltungen"
    said_of_one: str
    entries: Callable[[], Iterable[Entry]]  # of all that can be found, for building the index anew
    readable: Callable[[list[str], object], set[str]]  # of these ids, those that this person may read now


@cache
def kinds() -> dict[str, Kind]:
    return {kind.name: kind for room in gather("searchable") for kind in room.KINDS}


BITE = 500  # entries a transaction


def bring_in_everything() -> None:
    """Make the rows say what the rooms say: of a house that was there before its index, and after any doubt."""
    for kind in kinds().values():
        entries, there = iter(kind.entries()), set()
        while bite := list(islice(entries, BITE)):
            put(*bite)
            there |= {entry.object_id for entry in bite}
        rows = Row.objects.filter(kind=kind.name).values_list("object_id", flat=True)
        gone = [object_id for object_id in rows if object_id not in there]
        for start in range(0, len(gone), BITE):
            remove(kind.name, *gone[start : start + BITE])
