from dreiklang.events.models.calendar import CalendarAddress
from dreiklang.events.models.events import Event, Events
from dreiklang.events.models.material import Material
from dreiklang.events.models.meeting import (
    TICKED_WITHIN,
    Attendance,
    Part,
    code_showing,
    coming_to,
    expected_at,
    is_expected,
    room,
    states_of,
    ticking,
)  # fmt: skip
from dreiklang.events.models.speakers import Briefing, Speaker

__all__ = [
    "TICKED_WITHIN", "Attendance", "Briefing", "CalendarAddress", "Event", "Events", "Material", "Part", "Speaker",
    "code_showing", "coming_to", "expected_at", "is_expected", "room", "states_of", "ticking",
]  # fmt: skip
