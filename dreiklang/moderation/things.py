"""What can be reported, asked of the rooms that own it: each has a file `reportable` that answers for its targets."""

from typing import NamedTuple
from uuid import UUID

from dreiklang.foundation.gather import gather


class Thing(NamedTuple):
    """As a room describes what is reported."""

    target: str  # "post:<id>", opaque for everybody but the room
    place: str  # "room:<id>": who decides
    place_name: str
    title: str
    path: str
    html: str
    byline: str
    at: object  # when it was shown
    author: object = None  # a Person, where it is known
    voice: UUID | None = None  # who speaks there without a name
    objections: str = ""  # where an objection is made: an address that a sealed token is added to


def find(targets) -> dict[str, Thing]:
    """What is there of these, by target, in the same number of queries for one and for many."""
    found = {}
    for room in gather("reportable"):
        found |= room.find([target for target in targets if _is_of(room, target)])
    return found


def room_of(target_or_place: str):
    """The module `reportable` of the room whose word this is."""
    return next(room for room in gather("reportable") if _is_of(room, target_or_place))


def _is_of(room, word: str) -> bool:
    return word.partition(":")[0] in room.KINDS


def places_of(person) -> set[str]:
    """Where this person decides."""
    return {place for room in gather("reportable") for place in room.places_of(person)}
