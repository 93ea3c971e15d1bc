def may_organise(person) -> bool:
    """Write, publish, move and call off events: the programme team."""
    return person.is_authenticated and person.is_team
