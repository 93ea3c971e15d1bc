from dreiklang.events.models.events import Event, Events, Speaker
from dreiklang.events.models.meeting import Attendance, Part

__all__ = ["Attendance", "Event", "Events", "Part", "Speaker"]
