from dreiklang.seats.models.applying import Answer, Draw, Question, Quota
from dreiklang.seats.models.registering import HOLD, Registration, Registrations, Seats

__all__ = ["HOLD", "Answer", "Draw", "Question", "Quota", "Registration", "Registrations", "Seats"]
