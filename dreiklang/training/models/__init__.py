from dreiklang.training.models.meeting import EarlyWarning, MakeUp
from dreiklang.training.models.programme import BlockDate, BuildingBlock, Programme, Run

__all__ = ["BlockDate", "BuildingBlock", "EarlyWarning", "MakeUp", "Programme", "Run"]
