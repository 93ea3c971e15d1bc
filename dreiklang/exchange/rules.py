from dreiklang.exchange.counsel_steps import CHAIR
from dreiklang.exchange.models import CounselSession


def may_steer_counsel(person, session: CounselSession) -> bool:
    """Go to the next step or back, and end it: whoever moderates."""
    return session.parts.filter(person=person.pk, role=CHAIR).exists()
