from dreiklang.groups.readers import PUBLIC


def may_organise(person) -> bool:
    """Write, publish, move and call off events: the programme team."""
    return person.is_authenticated and person.is_team


def may_read_whereabouts(person, event, registration) -> bool:
    """The link, and the place where it is hidden, on the page of an event that this person sees.

    `registration` is hers in the seats that the event goes by, its own or its block's. Where there are none, its
    readers are those who come; for all the world it stays untold.
    """
    if not person.is_authenticated:
        return False
    if person.is_team:
        return True
    if event.goes_by_seats is None:
        return event.readers != PUBLIC
    return registration is not None and registration.state == registration.CONFIRMED
