from dreiklang.events.models.calendar import CalendarAddress
from dreiklang.events.models.events import Event, Events, Speaker
from dreiklang.events.models.material import Material
from dreiklang.events.models.meeting import (
    TICKED_WITHIN,
    Attendance,
    Part,
    code_showing,
    expected_at,
    is_expected,
    room,
    states_of,
    ticking,
)

__all__ = [
    "TICKED_WITHIN", "Attendance", "CalendarAddress", "Event", "Events", "Material", "Part", "Speaker", "code_showing",
    "expected_at", "is_expected", "room", "states_of", "ticking",
]  # fmt: skip
