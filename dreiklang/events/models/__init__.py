from dreiklang.events.models.calendar import CalendarAddress
from dreiklang.events.models.events import Event, Events
from dreiklang.events.models.material import Material, has_attended
from dreiklang.events.models.meeting import (
    TICKED_WITHIN,
    Attendance,
    Part,
    code_showing,
    expected_at,
    is_expected,
    room,
    ticking,
)
from dreiklang.events.models.speakers import Briefing, Speaker

__all__ = [
    "TICKED_WITHIN", "Attendance", "Briefing", "CalendarAddress", "Event", "Events", "Material", "Part", "Speaker",
    "code_showing", "expected_at", "has_attended", "is_expected", "room", "ticking",
]  # fmt: skip
