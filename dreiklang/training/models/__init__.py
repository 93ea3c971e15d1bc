from dreiklang.training.models.meeting import MakeUp
from dreiklang.training.models.partners import PendingParticipant, RunGuest
from dreiklang.training.models.programme import BlockDate, BuildingBlock, Programme, Run

__all__ = ["BlockDate", "BuildingBlock", "MakeUp", "PendingParticipant", "Programme", "Run", "RunGuest"]
