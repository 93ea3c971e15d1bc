def may_invite(person) -> bool:
    """Invite, decide on requests for access: the programme team."""
    return person.is_authenticated and person.is_team


def may_write_to(person, release) -> bool:
    """One member to another who can be found; nobody to herself."""
    return person.is_authenticated and person.pk != release.person_id
