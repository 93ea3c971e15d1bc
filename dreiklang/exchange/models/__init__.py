from dreiklang.exchange.models.counsel import CounselPart, CounselSession

__all__ = ["CounselPart", "CounselSession"]
