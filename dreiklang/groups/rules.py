from dreiklang.foundation.once import once
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import tokens_of


def may_lead_groups(person) -> bool:
    """Found groups, and say of each who belongs to it, and so who reads what: the programme team."""
    return person.is_authenticated and person.is_team


def is_in(person, group: Group) -> bool:
    """She belongs to it today, in whatever role."""
    return group.token in tokens_of(person)


def speaks_for(person, group: Group) -> bool:
    return person.is_authenticated and group.pk in once(("speaks for", person.pk), lambda: _speaks_for(person))


def _speaks_for(person) -> frozenset:
    return frozenset(Membership.objects.speaking().filter(person=person).values_list("group", flat=True))


def may_keep_members(person, group: Group) -> bool:
    """Say who belongs to it: whoever speaks for it, and the programme team. It does not follow that the team reads."""
    return may_lead_groups(person) or speaks_for(person, group)
