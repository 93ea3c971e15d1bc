from dreiklang.events.models import Part


def may_host(person) -> bool:
    """Bring a list of participants into a run, invite guests, print its lists: the programme team."""
    return person.is_authenticated and person.is_team


def may_print(person, event) -> bool:
    """Print who is expected at an event: the team, and whoever leads it or its block."""
    return may_host(person) or event.has_part(person, Part.TRAINER)
