def may_invite(person) -> bool:
    """Invite, decide on requests for access: the programme team."""
    return person.is_authenticated and person.is_team
