from dreiklang.moderation.models.sealed import Sealed

__all__ = ["Sealed"]
