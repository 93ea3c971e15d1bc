"""What stands on the pages of ThemenTeams: the list, and the one page of a team with its two faces."""

from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Room, Thread
from dreiklang.exchange.actions.teaming import missing_in
from dreiklang.exchange.mix import Mix, mixes_of
from dreiklang.exchange.models import Interest, TopicTeam
from dreiklang.exchange.rules import is_inside, roles_in
from dreiklang.exchange.team_stages import (
    ALLOWED,
    CHANGE,
    CLOSE_DRAFT,
    DISSOLVE,
    GIVE_UP,
    HOST,
    JOIN,
    LEAVE,
    OPEN_DRAFT,
    SAY,
    START,
    TAKE_IN,
    WORKS,
    WRITE,
    next_of,
    steps_of,
)
from dreiklang.exchange.working import parts_of
from dreiklang.groups.models import Membership
from dreiklang.groups.readers import tokens_of
from dreiklang.people.models import Person

_RELEASED = Q(article__release__isnull=False)
NARROWED = {
    "sucht": Q(state=TopicTeam.PROPOSED), "arbeitet": Q(state=TopicTeam.ACTIVE) & ~_RELEASED,
    "rueckmeldung": Q(state=TopicTeam.COMMENT) & ~_RELEASED, "ergebnis": _RELEASED,
    "beendet": Q(state__in=TopicTeam.OVER),
}  # fmt: skip


def listed(person, field=None, state: str = ""):
    """Hers first, then those that look for people, the newest first. Proposals that did not come about only where they
    are asked for."""
    groups = [token.removeprefix("group:") for token in tokens_of(person) if token.startswith("group:")]
    said = Interest.objects.filter(team=OuterRef("pk"), person=person).exclude(how=Interest.QUIET)
    teams = TopicTeam.objects.visible_to(person).with_result().prefetch_related("fields")
    # By a case: to PostgreSQL a team without a group is neither hers nor not, and would come first.
    hers = Case(When(Exists(said) | Q(group__in=groups), then=Value(True)), default=Value(False))
    teams = teams.annotate(is_hers=hers)
    teams = teams.filter(NARROWED[state]) if state in NARROWED else teams.exclude(state=TopicTeam.LAPSED)
    if field:
        teams = teams.filter(fields=field)
    seeks = Case(When(state=TopicTeam.PROPOSED, then=Value(0)), default=Value(1))
    return teams.alias(seeks=seeks).order_by("-is_hers", "seeks", "-proposed_on", "pk")


def mixes_in(teams) -> dict:
    """Team's id -> of which associations it is now, or would be: of those who work in it, or said that they are in. Of
    a team that is over only the words that stayed. Four queries, however many teams."""
    people: dict = {team.pk: [] for team in teams if not team.is_over}
    by_group = {team.group_id: team.pk for team in teams if team.group_id and not team.is_over}
    inside = Membership.objects.standing().filter(group__in=by_group).exclude(role=Membership.GUEST)
    for group, person in inside.values_list("group", "person"):
        people[by_group[group]].append(person)
    sought = [team.pk for team in teams if team.state == TopicTeam.PROPOSED]
    for team, person in Interest.objects.filter(team__in=sought, how=Interest.IN).values_list("team", "person"):
        people[team].append(person)
    return mixes_of(people)


class Way(NamedTuple):
    """The one thing that this person can do next."""

    label: str
    path: str
    is_act: bool = False  # by a form, not by a link


def page_of(team: TopicTeam, person) -> dict:
    """For the page of a team, as this person sees it."""
    today, roles, inside = timezone.localdate(), roles_in(team, person), is_inside(person, team)
    there = list(_there(team)) if team.group_id else []
    said = dict(team.interests.values_list("person", "how"))
    mix = _mix_of(team, there, said)
    may = {act for act, who in ALLOWED[team.stage].items() if not roles.isdisjoint(who)}
    is_enough = bool(mix and mix.is_enough)
    due = bool(team.article_id and team.article.release_id and team.article.is_due(today))
    return {
        "team": team, "fields": list(team.fields.all()), "mix": mix,
        "steps": steps_of(team), "next_said": next_of(team, today, is_enough),
        "missing": missing_in(mix) if mix and team.state == TopicTeam.PROPOSED else "",
        "said": said.get(person.pk, ""), "readers": sum(how == Interest.READS for how in said.values()),
        "way": _way(team, roles, may, is_enough, today, due), "is_inside": inside,
        "is_in_work": WORKS in roles, "may_say": SAY in may and not inside, "may_join": JOIN in may,
        "may_change": CHANGE in may, "may_start": START in may, "may_give_up": GIVE_UP in may,
        "may_take_in": TAKE_IN in may, "may_leave": LEAVE in may, "may_host": HOST in may, "may_write": WRITE in may,
        "may_open_draft": OPEN_DRAFT in may, "may_close_draft": CLOSE_DRAFT in may and team.is_out_for_comments(today),
        "may_dissolve": DISSOLVE in may, "is_out": team.is_out_for_comments(today), "is_due": due,
        "thread": _origin(team, person), **(parts_of(team.group, person, _talks_in(team)) if inside else {}),
        **_people(team, person, there if inside else [], said, TAKE_IN in may),
    }  # fmt: skip


def _there(team: TopicTeam):
    found = Membership.objects.standing().filter(group=team.group_id)
    return found.select_related("person").order_by("person__name")


def _talks_in(team: TopicTeam) -> Room | None:
    room = team.room
    return None if room is None or room.is_archived or room.is_crisis else room


def _mix_of(team: TopicTeam, there: list[Membership], said: dict) -> Mix | None:
    """As `mixes_in`, of what the page of one team has asked already."""
    if team.is_over:
        return None
    people = [one.person_id for one in there if not one.is_guest]
    if team.state == TopicTeam.PROPOSED:
        people += [pk for pk, how in said.items() if how == Interest.IN]
    return mixes_of({team.pk: people})[team.pk]


def _way(team: TopicTeam, roles, may, is_enough: bool, today, due: bool) -> Way | None:
    if START in may and is_enough:
        return Way(_("ThemenTeam starten"), f"{team.path}start/")
    if WRITE in may and not team.article_id:
        return Way(_("Den gemeinsamen Text beginnen"), f"{team.path}text/", True)
    if team.is_out_for_comments(today):
        works = WORKS in roles
        return Way(
            _("Rückmeldungen ansehen") if works else _("Entwurf lesen und Rückmeldung geben"), team.article.workroom
        )
    if OPEN_DRAFT in may and team.state == TopicTeam.ACTIVE:
        return Way(_("Zum gemeinsamen Text"), team.article.workroom)
    if WRITE in may:
        return Way(_("Rückmeldungen einarbeiten und einreichen"), team.article.workroom)
    if due and WORKS in roles:
        return Way(_("Prüfen, ob das Ergebnis noch stimmt"), f"{team.article.workroom}gueltigkeit/")
    if team.article_id and team.article.release_id:
        return Way(_("Das Ergebnis lesen"), team.article.path)
    return None


def _origin(team: TopicTeam, person) -> Thread | None:
    """From which question it grew, for whoever reads that."""
    return Thread.objects.visible_to(person).filter(pk=team.thread_id).first() if team.thread_id else None


def _people(team: TopicTeam, person, there: list[Membership], said: dict, takes_in: bool) -> dict:
    """Who works in it (`there`), for those inside; who said that she is in, for those who did too; who asks, for who
    decides."""
    people = {
        "members": [one for one in there if not one.is_guest], "guests": [one for one in there if one.is_guest],
        "those_in": [], "askers": [],
    }  # fmt: skip
    wanted = [pk for pk, how in said.items() if how == Interest.IN]
    if team.state == TopicTeam.PROPOSED and (said.get(person.pk) == Interest.IN or person.pk == team.proposed_by_id):
        people["those_in"] = list(Person.objects.filter(pk__in=wanted).order_by("name"))
    elif takes_in and wanted:
        people["askers"] = list(Person.objects.filter(pk__in=wanted).order_by("name"))
    return people


def said_mix(team: TopicTeam, mix: Mix | None) -> str:
    """For a line of a list."""
    return team.mix if mix is None else mix.said
