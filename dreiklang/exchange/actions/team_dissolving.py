"""A ThemenTeam ends: what it worked out keeps somebody who answers for it, and everything else has a day."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue.actions.rooms import archive_room, change_room
from dreiklang.dialogue.models import Room
from dreiklang.exchange import team_searchable
from dreiklang.exchange.actions.team_hosting import end_one
from dreiklang.exchange.actions.team_letters import insiders_of, said_by, tell
from dreiklang.exchange.actions.team_texts import end_of_comments
from dreiklang.exchange.actions.teaming import lock, remember_mix
from dreiklang.exchange.models import Interest, Task, TopicTeam
from dreiklang.exchange.rules import may_do
from dreiklang.exchange.team_stages import DISSOLVE
from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import MEMBERS
from dreiklang.library.actions.owning import hand_over
from dreiklang.library.models import Article
from dreiklang.people.models import Person

KEPT = timedelta(days=90)  # what the team has inside: talk, files, dates, tasks, minutes
_MONTHS = 3  # of the room, the same time


def possible_owners(team: TopicTeam):
    """Who could answer for the result: whoever works in the team, and whoever speaks for an association's circle."""
    inside = Membership.objects.standing().filter(group=team.group_id).exclude(role=Membership.GUEST)
    circles = Membership.objects.speaking().filter(group__kind=Group.CIRCLE, group__association__isnull=False)
    hers = [*inside.values_list("person", flat=True), *circles.values_list("person", flat=True)]
    return Person.objects.able().filter(pk__in=hers, is_member=True).order_by("name")


@transaction.atomic
def dissolve(team: TopicTeam, *, by, owner: Person | None = None) -> TopicTeam:
    """The room is archived, guests leave, and `owner` answers for the text: without her it is refused where there is
    one. Should she leave one day, the library tells the programme team that nobody answers for it."""
    team = lock(team)
    if team.state == TopicTeam.DISSOLVED:
        return team
    if not may_do(by, team, DISSOLVE):
        raise Refusal(_("Ein ThemenTeam löst auf, wer dafür spricht, und das Programmteam."))
    if team.article and (owner is None or not possible_owners(team).filter(pk=owner.pk).exists()):
        raise Refusal(_("Bitte sagen Sie, wer künftig für das Ergebnis zuständig ist."), field="owner")
    end_of_comments(team, by=by)
    remember_mix(team)
    told, readers = insiders_of(team), said_by(team, Interest.READS)
    if team.article:
        _leave_text_with(team, owner, by)
    for guest in team.guests.select_related("person"):
        end_one(team, guest)
    Task.objects.filter(group=team.group).open().update(done_on=timezone.localdate())
    archive_room(team.room, by=by)
    change_room(team.room, by=by, kept_months=_MONTHS)
    is_released = bool(team.article and team.article.release_id)
    team.state, team.ended_on = TopicTeam.DISSOLVED, timezone.localdate()
    team.save(update_fields=["state", "ended_on"])
    record(by, "topic_team.dissolved", f"topic_team:{team.pk}")
    told += [] if is_released else readers
    tell(team, "team_dissolved", told, by=by, owner=owner, until=team.ended_on + KEPT)
    team.interests.all().delete()
    team_searchable.keep(team)
    return team


def _leave_text_with(team: TopicTeam, owner: Person, by) -> None:
    """A page in force is handed over as every page is. A draft that the team alone read is hers and the authors'."""
    article = Article.objects.select_related("release").get(pk=team.article_id)
    if article.release_id:
        hand_over(article, owner, by=by)
        return
    if article.readers == team.group.token:
        Article.objects.filter(pk=article.pk).update(readers=MEMBERS)
    Article.objects.filter(pk=article.pk).update(owner=owner, owner_told_on=None)


def forget_inside(teams) -> int:
    """What dissolved teams had inside goes: who belonged, files, tasks, dates, minutes; the talk fades with its room.
    The result stays in the PraxisPortal, and the question with its mix of associations in the list."""
    rows = list(teams.values_list("group", "room"))
    Group.objects.filter(pk__in=[group for group, _room in rows]).delete()
    Room.objects.filter(pk__in=[room for _group, room in rows], threads=None).delete()
    return len(rows)
