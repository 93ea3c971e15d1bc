from dreiklang.exchange.models import TopicTeam
from dreiklang.exchange.team_stages import GUEST, MEMBER, PROPOSER, SPEAKS, STEERS, WORKS, is_allowed
from dreiklang.foundation.once import once
from dreiklang.groups.models import Membership
from dreiklang.groups.readers import tokens_of
from dreiklang.people.rules import is_member

# ThemenTeams: the table of what may be done when is in team_stages.py.


def may_propose_team(person) -> bool:
    return is_member(person)


def roles_in(team: TopicTeam, person) -> set[str]:
    """What somebody is to a team now, in the words of the table."""
    if not person.is_authenticated:
        return set()
    is_its_proposer = is_member(person) and team.proposed_by_id == person.pk
    held = [(MEMBER, is_member(person)), (PROPOSER, is_its_proposer), (STEERS, person.is_team)]
    return {role for role, is_hers in held if is_hers} | _ROLES.get(_role_of(team, person), set())


_ROLES = {
    Membership.SPEAKER: {WORKS, SPEAKS}, Membership.MEMBER: {WORKS}, Membership.GUEST: {GUEST},
}  # fmt: skip


def _role_of(team: TopicTeam, person) -> str | None:
    if team.group_id is None or f"group:{team.group_id}" not in tokens_of(person):
        return None
    hers = Membership.objects.standing().filter(group=team.group_id, person=person)
    return once(("role in", team.group_id, person.pk), hers.values_list("role", flat=True).first)


def may_do(person, team: TopicTeam, act: str) -> bool:
    return is_allowed(team, act, roles_in(team, person))


def is_inside(person, team: TopicTeam) -> bool:
    """Reads what the team reads: whoever works in it, and its guests as long as they are."""
    return team.group_id is not None and f"group:{team.group_id}" in tokens_of(person)
