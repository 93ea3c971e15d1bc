from dreiklang.events.models.events import Event, Events
from dreiklang.events.models.meeting import TICKED_WITHIN, Attendance, Part, code_showing, expected_at, room, ticking
from dreiklang.events.models.speakers import Briefing, Speaker

__all__ = [
    "TICKED_WITHIN", "Attendance", "Briefing", "Event", "Events", "Part", "Speaker", "code_showing", "expected_at",
    "room", "ticking",
]  # fmt: skip
