from dreiklang.exchange.models.circles import Coming, Wish
from dreiklang.exchange.models.circulars import Circular, Declined, Unsent
from dreiklang.exchange.models.colleagues import Pair, PairingWish, WelcomeDone
from dreiklang.exchange.models.counsel import CounselPart, CounselSession
from dreiklang.exchange.models.lunch import LunchFollow, LunchMeeting, LunchPause, LunchSeries
from dreiklang.exchange.models.lunch_questions import (
    LunchCare,
    LunchItem,
    LunchKnower,
    LunchPoints,
    LunchQuestion,
    LunchSalt,
    pool,
)
from dreiklang.exchange.models.signals import Signal, SignalSupport, SignalThread, in_steps, is_of_the_ministry
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
    "CounselPart",
    "CounselSession",
    "DateAnswer",
    "DateOption",
    "DatePoll",
    "Declined",
    "Interest",
    "LunchCare",
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
    "Pair",
    "PairingWish",
    "Reply",
    "SharedFile",
    "Signal",
    "SignalSupport",
    "SignalThread",
    "Task",
    "TeamGuest",
    "TopicTeam",
    "Unsent",
    "WelcomeDone",
    "Wish",
    "in_steps",
    "is_of_the_ministry",
    "pool",
]
