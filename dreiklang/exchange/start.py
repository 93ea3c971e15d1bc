from dreiklang.exchange import lunch_today


def cards(person) -> list[dict]:
    """What stands on Heute: the MittagsMeeting on its day."""
    return lunch_today.cards(person)
