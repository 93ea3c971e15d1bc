from dreiklang.training.models.confirming import BadgeKey, BadgeStatus, Confirmation
from dreiklang.training.models.meeting import MakeUp
from dreiklang.training.models.programme import BlockDate, BuildingBlock, Programme, Run

__all__ = [
    "BadgeKey", "BadgeStatus", "BlockDate", "BuildingBlock", "Confirmation", "MakeUp", "Programme", "Run",
]  # fmt: skip
