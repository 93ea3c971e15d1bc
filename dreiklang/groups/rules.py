from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import roles_of, tokens_of


def may_lead_groups(person) -> bool:
    """Found groups, and say of each who belongs to it, and so who reads what: the programme team."""
    return person.is_authenticated and person.is_team


def is_in(person, group: Group) -> bool:
    """She belongs to it today, in whatever role."""
    return group.token in tokens_of(person)


def speaks_for(person, group: Group) -> bool:
    return person.is_authenticated and roles_of(person).get(group.pk) == Membership.SPEAKER


def is_guest_of(person, group: Group) -> bool:
    return person.is_authenticated and roles_of(person).get(group.pk) == Membership.GUEST


def may_keep_members(person, group: Group) -> bool:
    """Say who belongs to it: whoever speaks for it, and the programme team. It does not follow that the team reads."""
    return may_lead_groups(person) or speaks_for(person, group)
