from dreiklang.dialogue.models import Moderator, Room
from dreiklang.exchange.counsel_steps import CHAIR
from dreiklang.exchange.models import (
    CounselSession,
    LunchItem,
    LunchMeeting,
    LunchQuestion,
    Signal,
    TopicTeam,
    is_of_the_ministry,
)
from dreiklang.exchange.team_stages import GUEST, MEMBER, PROPOSER, SPEAKS, STEERS, WORKS, is_allowed
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import roles_of
from dreiklang.groups.rules import is_guest_of, is_in, may_lead_groups, speaks_for
from dreiklang.library.rules import may_begin
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


# ThemenTeams: the table of what may be done when is in team_stages.py.


def may_propose_team(person) -> bool:
    return is_member(person)


def roles_in(team: TopicTeam, person) -> set[str]:
    """What somebody is to a team now, in the words of the table."""
    if not person.is_authenticated:
        return set()
    is_its_proposer = is_member(person) and team.proposed_by_id == person.pk
    held = [(MEMBER, is_member(person)), (PROPOSER, is_its_proposer), (STEERS, person.is_team)]
    role = _role_of(team, person)
    inside = _ROLES.get(role, set()) if is_member(person) or role == Membership.GUEST else set()
    return {role for role, is_hers in held if is_hers} | inside


_ROLES = {
    Membership.SPEAKER: {WORKS, SPEAKS}, Membership.MEMBER: {WORKS}, Membership.GUEST: {GUEST},
}  # fmt: skip


def _role_of(team: TopicTeam, person) -> str | None:
    return roles_of(person).get(team.group_id)


def may_do(person, team: TopicTeam, act: str) -> bool:
    return is_allowed(team, act, roles_in(team, person))


def is_inside(person, team: TopicTeam) -> bool:
    """Reads what the team reads: whoever works in it, and its guests as long as they are."""
    return not roles_in(team, person).isdisjoint({WORKS, GUEST})


# MittagsMeeting


def may_keep_lunch(person) -> bool:
    """Rhythm, pauses, link, dates of the MittagsMeeting: the programme team."""
    return person.is_authenticated and person.is_team


def may_host_lunch(person, meeting: LunchMeeting) -> bool:
    """Begin and end the choosing, say what is being worked on, release the three lines: the team and who hosts it."""
    return is_member(person) and (person.is_team or meeting.host_id == person.pk)


def may_take_back_lunch_question(person, question: LunchQuestion) -> bool:
    """Whoever dropped it under her name; and the team, with a reason. An unnamed one goes by its link alone."""
    return may_keep_lunch(person) or person.is_authenticated and question.author_id == person.pk


def may_note_lunch(person, meeting: LunchMeeting) -> bool:
    """Write down what came of a question: every member from the choosing on until the three lines are released, then
    who hosts it. Who was there nobody asks."""
    if not is_member(person) or meeting.stage == LunchMeeting.AHEAD:
        return False
    return meeting.released_on is None or may_host_lunch(person, meeting)


def may_make_hint(person, item: LunchItem) -> bool:
    """A Hinweis of a result: every member, once."""
    return may_begin(person) and bool(item.hint) and item.article_id is None


# Kollegiale Beratung and Signals


def may_steer_counsel(person, session: CounselSession) -> bool:
    """Go to the next step or back, and end it: whoever moderates."""
    return session.parts.filter(person=person.pk, role=CHAIR).exists()


def may_propose_signal(person) -> bool:
    """See what is asked often, and word a Signal of it: the programme team."""
    return person.is_authenticated and person.is_team


def may_release_signal(person, signal: Signal) -> bool:
    """Never whoever worded it."""
    return may_propose_signal(person) and signal.state == Signal.PROPOSED and signal.proposed_by_id != person.pk


def may_answer_signal(person, signal: Signal) -> bool:
    """Take it up and answer it: the ministry's account, or whoever looks after the circle of the association."""
    if not person.is_authenticated or not signal.is_waiting:
        return False
    if signal.association_id is None:
        return is_of_the_ministry(person)
    circle = {"room__kind": Room.CIRCLE, "room__association": signal.association_id}
    return is_member(person) and Moderator.objects.of(person).filter(**circle).exists()


def may_support_signal(person, signal: Signal) -> bool:
    """Say that it concerns her too: members, while it waits for an answer and is not too old."""
    return is_member(person) and signal.is_waiting and not signal.is_past_its_time
