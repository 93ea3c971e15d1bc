from dreiklang.events.models import Part
from dreiklang.groups.readers import PUBLIC, tokens_of


def may_organise(person) -> bool:
    """Write, publish, move and call off events: the programme team."""
    return person.is_authenticated and person.is_team


def may_tick_attendance(person, event) -> bool:
    """See and say who was there: the trainers of this event or of its block, nobody else, not even the team."""
    return event.has_part(person, Part.TRAINER)


def may_read_whereabouts(person, event, registration) -> bool:
    """The link, and the place where it is hidden, on the page of an event that this person sees.

    `registration` is hers in the seats that the event goes by, its own or its block's. Where there are none, the group
    comes that it is for, or else its readers; for all the world it stays untold. Who has a part in it reads it always.
    """
    if not person.is_authenticated:
        return False
    if person.is_team:
        return True
    if event.goes_by_seats:
        comes = registration is not None and registration.state == registration.CONFIRMED
    elif event.goes_by_group:
        comes = f"group:{event.goes_by_group}" in tokens_of(person)
    else:
        comes = event.readers != PUBLIC
    return comes or event.has_part(person)


def may_bring_material(person, event) -> bool:
    """Add, change, order and delete: the team, and who leads the event."""
    return may_organise(person) or event.has_part(person, Part.TRAINER)
