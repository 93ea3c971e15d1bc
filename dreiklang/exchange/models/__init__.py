from dreiklang.exchange.models.lunch import LunchFollow, LunchMeeting, LunchPause, LunchSeries
from dreiklang.exchange.models.lunch_questions import (
    LunchItem,
    LunchKnower,
    LunchPoints,
    LunchQuestion,
    LunchSalt,
    pool,
)

__all__ = [
    "LunchFollow",
    "LunchItem",
    "LunchKnower",
    "LunchMeeting",
    "LunchPause",
    "LunchPoints",
    "LunchQuestion",
    "LunchSalt",
    "LunchSeries",
    "pool",
]
