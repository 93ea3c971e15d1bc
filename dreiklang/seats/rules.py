from dreiklang.groups.readers import tokens_of
from dreiklang.people.rules import is_member
from dreiklang.seats.models import Seats


def may_register(person, seats: Seats) -> bool:
    """Whether these seats are open to this person (or to a guest, where they are public). Only members apply."""
    return seats.open_to in tokens_of(person) and (is_member(person) or not seats.by_application)


def may_steer(person) -> bool:
    """Capacity, moving up, taking out: the programme team."""
    return person.is_authenticated and person.is_team
