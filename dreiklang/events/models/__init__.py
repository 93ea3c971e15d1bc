from dreiklang.events.models.events import Event, Events, Speaker
from dreiklang.events.models.meeting import TICKED_WITHIN, Attendance, Part, code_showing, expected_at, room, ticking

__all__ = [
    "TICKED_WITHIN", "Attendance", "Event", "Events", "Part", "Speaker", "code_showing", "expected_at", "room",
    "ticking",
]  # fmt: skip
