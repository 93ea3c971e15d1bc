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
)
from dreiklang.training.models.meeting import MakeUp
from dreiklang.training.models.programme import BlockDate, BuildingBlock, Programme, Run

__all__ = [
    "BlockChange",
    "BlockDate",
    "BuildingBlock",
    "Evaluation",
    "FollowUp",
    "MakeUp",
    "Need",
    "PracticeProject",
    "Programme",
    "ProjectSum",
    "Proposal",
    "Question",
    "Rating",
    "Run",
    "Ticket",
]
