"""What a room says of its kinds of things that can be found, in its file `searchable.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from dreiklang.foundation.gather import gather
from dreiklang.index.actions import Entry


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
