from dreiklang.exchange.models.circles import Coming, Wish
from dreiklang.exchange.models.circulars import Circular, NoCirculars, Unsent
from dreiklang.exchange.models.colleagues import Pair, PairingWish, WelcomeDone
from dreiklang.exchange.models.lunch import LunchFollow, LunchMeeting, LunchPause, LunchSeries
from dreiklang.exchange.models.lunch_questions import (
    LunchItem,
    LunchKnower,
    LunchPoints,
    LunchQuestion,
    LunchSalt,
    pool,
)
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
    "AgendaItem",
    "Circular",
    "Coming",
    "DateAnswer",
    "DateOption",
    "DatePoll",
    "Interest",
    "LunchFollow",
    "LunchItem",
    "LunchKnower",
    "LunchMeeting",
    "LunchPause",
    "LunchPoints",
    "LunchQuestion",
    "LunchSalt",
    "LunchSeries",
    "Meeting",
    "Minutes",
    "NoCirculars",
    "Pair",
    "PairingWish",
    "Reply",
    "SharedFile",
    "Task",
    "TeamGuest",
    "TopicTeam",
    "Unsent",
    "WelcomeDone",
    "Wish",
    "pool",
]
