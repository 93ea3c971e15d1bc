from dreiklang.debates.models import Debate
from dreiklang.groups.readers import PUBLIC, tokens_of


def may_begin(person) -> bool:
    """Prepare a debate: the programme team. Groups ask it."""
    return person.is_authenticated and person.is_team


def may_look_after(person, debate: Debate) -> bool:
    """Write, take statements in or not, say what came of it: whoever began it, and the programme team."""
    return person.is_authenticated and (person.is_team or debate.by_id == person.pk)


def may_take_part(person, debate: Debate) -> bool:
    """Answer and propose: whoever reads it and is a member; where the debate says so, everybody."""
    if debate.readers == PUBLIC and debate.takes_guests:
        return True
    return person.is_authenticated and (person.is_member or person.is_team) and debate.readers in tokens_of(person)
