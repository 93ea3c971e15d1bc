from dreiklang.exchange.models.counsel import CounselPart, CounselSession
from dreiklang.exchange.models.signals import Signal, SignalSupport, SignalThread, in_steps, is_of_the_ministry

__all__ = [
    "CounselPart", "CounselSession", "Signal", "SignalSupport", "SignalThread", "in_steps", "is_of_the_ministry",
]  # fmt: skip
