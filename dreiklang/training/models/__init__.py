from dreiklang.training.models.confirming import BadgeKey, BadgeStatus, Confirmation
from dreiklang.training.models.listening import (
    BlockChange,
    Evaluation,
    FollowUp,
    Need,
    PracticeProject,
    ProjectSum,
    Proposal,
    Question,
    Rating,
    Ticket,
)  # fmt: skip
from dreiklang.training.models.meeting import EarlyWarning, MakeUp
from dreiklang.training.models.partners import PendingParticipant, RunGuest
from dreiklang.training.models.programme import BlockDate, BuildingBlock, Programme, Run

__all__ = [
    "BadgeKey", "BadgeStatus", "BlockChange", "BlockDate", "BuildingBlock", "Confirmation", "EarlyWarning",
    "Evaluation", "FollowUp", "MakeUp", "Need", "PendingParticipant", "PracticeProject", "Programme", "ProjectSum",
    "Proposal", "Question", "Rating", "Run", "RunGuest", "Ticket",
]  # fmt: skip
