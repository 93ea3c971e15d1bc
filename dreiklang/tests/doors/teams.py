"""The doors of ThemenTeams. Ben proposed one, and speaks for another that works; Ada of the programme team steers."""

from datetime import timedelta

from django.utils import timezone

from dreiklang.dialogue.tests.makers import a_room
from dreiklang.exchange.actions.team_hosting import invite_guest
from dreiklang.exchange.models import TopicTeam
from dreiklang.exchange.tests.team_makers import FACTS, a_proposal, a_text_of
from dreiklang.foundation.models import fresh_id
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group, Membership

EVERYONE, NOWHERE = "200 200 200 200 200", "404 404 404 404 404"
MEMBERS, ONLY_POST = "login 200 200 200 200", "login 405 405 405 405"
DOORS = [
    ("teams", "", MEMBERS, ONLY_POST),
    ("propose_team", "", MEMBERS, "login 422 422 422 422"),
    ("topic_team", "ben's team", MEMBERS, ONLY_POST),
    ("topic_team", "no team", "login 404 404 404 404", ONLY_POST),
    ("change_team", "ben's proposal", "login 403 200 200 403", "login 403 422 422 403"),
    ("change_team", "ben's team", "login 403 200 403 403", "login 403 422 403 403"),
    ("say_interest", "ben's team", ONLY_POST, "login 302 302 302 302"),
    ("start_team", "ben's proposal", "login 403 200 200 403", "login 403 302 302 403"),
    ("start_team", "ben's team", "login 403 403 403 403", "login 403 403 403 403"),
    ("give_up_team", "ben's proposal", "login 403 200 200 403", "login 403 302 403 403"),  # then there is none
    ("team_members", "ben's team", "login 403 200 200 403", "login 403 404 404 403"),  # nobody is named
    ("team_guests", "ben's team", "login 403 200 403 403", "login 403 422 403 403"),
    ("end_team_guest", "ben's guest", ONLY_POST, "login 403 302 403 403"),
    ("end_team_guest", "ben's guest at another team", ONLY_POST, "login 403 403 403 403"),
    ("begin_team_text", "ben's team", ONLY_POST, "login 403 302 403 403"),
    ("open_team_draft", "ben's team", "login 403 200 403 403", "login 403 422 403 403"),
    ("dissolve_team", "ben's team", "login 403 200 200 403", "login 403 422 422 403"),
    ("team_guest_arrival", "ben's guest's link", EVERYONE, "422 422 422 422 422"),  # whoever holds the link
    ("team_guest_arrival", "forged", NOWHERE, NOWHERE),
    ("stop_team_letters", "ben's letters of the team", EVERYONE, EVERYONE),
    ("stop_team_letters", "forged", NOWHERE, NOWHERE),
]


def furnish(house) -> dict[str, dict]:
    ben = house.people["ben"]
    proposal, team = a_proposal(ben), a_working_team(ben)
    a_text_of(team, ben)
    guest = invite_guest(team, name="Eva", email="eva@example.net", until=timezone.localdate() + timedelta(14), by=ben)
    return {
        "ben's proposal": {"pk": proposal.pk}, "ben's team": {"pk": team.pk}, "no team": {"pk": fresh_id()},
        "ben's guest": {"pk": team.pk, "guest": guest.pk},
        "ben's guest at another team": {"pk": proposal.pk, "guest": guest.pk},
        "ben's guest's link": {"token": guest.path.split("/")[-2]},
        "ben's letters of the team": {"token": team.stop_path(ben).split("/")[-2]},
    }  # fmt: skip


def a_working_team(speaker) -> TopicTeam:
    """Started without the people that a start needs: here it is about doors."""
    group = Group.objects.create(name="ThemenTeam Wohnen", kind=Group.TOPIC_TEAM)
    join(group, speaker, role=Membership.SPEAKER)
    room = a_room("ThemenTeam Wohnen", slug="themenwohnen", readers=group.token, writers=group.token)
    return TopicTeam.objects.create(
        **FACTS | {"name": "Wohnen"}, group=group, room=room, state=TopicTeam.ACTIVE, started_on=timezone.localdate(),
        proposed_by=speaker,
    )  # fmt: skip
