from dreiklang.events.models.events import Event, Events
from dreiklang.events.models.meeting import Attendance, Part
from dreiklang.events.models.speakers import Briefing, Speaker

__all__ = ["Attendance", "Briefing", "Event", "Events", "Part", "Speaker"]
