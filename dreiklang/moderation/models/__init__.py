from dreiklang.moderation.models.cases import Appeal, Case, Decision, Report, Suspension
from dreiklang.moderation.models.log import Entry
from dreiklang.moderation.models.revealing import RevealRequest
from dreiklang.moderation.models.sealed import Sealed

__all__ = ["Appeal", "Case", "Decision", "Entry", "Report", "RevealRequest", "Sealed", "Suspension"]
