from dreiklang.dialogue.models import Moderator, Room
from dreiklang.exchange.counsel_steps import CHAIR
from dreiklang.exchange.models import CounselSession, Signal, is_of_the_ministry
from dreiklang.people.rules import is_member


def may_steer_counsel(person, session: CounselSession) -> bool:
    """Go to the next step or back, and end it: whoever moderates."""
    return session.parts.filter(person=person.pk, role=CHAIR).exists()


def may_propose_signal(person) -> bool:
    """See what is asked often, and word a Signal of it: the programme team."""
    return person.is_authenticated and person.is_team


def may_release_signal(person, signal: Signal) -> bool:
    """Never whoever worded it."""
    return may_propose_signal(person) and signal.state == Signal.PROPOSED and signal.proposed_by_id != person.pk


def may_answer_signal(person, signal: Signal) -> bool:
    """Take it up and answer it: the ministry's account, or whoever looks after the circle of the association."""
    if not person.is_authenticated or not signal.is_waiting:
        return False
    if signal.association_id is None:
        return is_of_the_ministry(person)
    circle = {"room__kind": Room.CIRCLE, "room__association": signal.association_id}
    return is_member(person) and Moderator.objects.of(person).filter(**circle).exists()


def may_support_signal(person, signal: Signal) -> bool:
    """Say that it concerns her too: members, while it waits for an answer and is not too old."""
    return is_member(person) and signal.is_waiting and not signal.is_past_its_time
