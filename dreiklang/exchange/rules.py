from dreiklang.groups.models import Group
from dreiklang.groups.rules import is_guest_of, is_in, may_lead_groups, speaks_for
from dreiklang.people.rules import is_member


def may_work_in(person, group: Group) -> bool:
    """Read and do what a group does together: whoever of the network belongs to it, and its guests until their day. The
    account of a ministry that a group talks with does not: it reads the room that was made for that."""
    if group.kind == Group.NAMED or not is_in(person, group):
        return False
    return is_member(person) or is_guest_of(person, group)


def may_lead(person, group: Group) -> bool:
    """Call meetings, settle polls, describe the group, open its room: whoever speaks for it, and the programme team
    where it belongs to the group."""
    return speaks_for(person, group) or may_lead_groups(person) and is_in(person, group)


def may_take_away(person, file) -> bool:
    """A shared file: whoever brought it, and whoever leads the group."""
    return file.brought_by_id == person.pk or may_lead(person, file.group)


def may_write_circulars(person) -> bool:
    """To a segment of the network: the programme team. Whoever leads a group writes to that one."""
    return may_lead_groups(person)
