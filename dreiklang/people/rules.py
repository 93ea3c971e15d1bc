def may_invite(person) -> bool:
    """Invite, decide on requests for access: the programme team."""
    return person.is_authenticated and person.is_team


def is_member(person) -> bool:
    """Of the network. The account of a ministry is none: it reads what is public, and the groups that it is in."""
    return person.is_authenticated and person.is_member


def may_write_to(person, release) -> bool:
    """One member to another who can be found; nobody to herself."""
    return is_member(person) and person.pk != release.person_id
