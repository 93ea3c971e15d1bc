from dreiklang.exchange.models.circles import Coming, Wish
from dreiklang.exchange.models.circulars import Circular, NoCirculars, Unsent
from dreiklang.exchange.models.teams import Interest, TeamGuest, TopicTeam
from dreiklang.exchange.models.working import (
    AgendaItem,
    DateAnswer,
    DateOption,
    DatePoll,
    Meeting,
    Minutes,
    Reply,
    SharedFile,
    Task,
)

__all__ = [
    "AgendaItem", "Circular", "Coming", "DateAnswer", "DateOption", "DatePoll", "Interest", "Meeting", "Minutes",
    "NoCirculars", "Reply", "SharedFile", "Task", "TeamGuest", "TopicTeam", "Unsent", "Wish",
]  # fmt: skip
