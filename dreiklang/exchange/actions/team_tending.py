"""The chore of the ThemenTeams: what time or the library brought about becomes true for the team, and is told once."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.exchange import team_searchable
from dreiklang.exchange.actions.team_hosting import end_one
from dreiklang.exchange.actions.team_letters import insiders_of, said_by, tell
from dreiklang.exchange.actions.team_texts import end_of_comments
from dreiklang.exchange.actions.teaming import lapse, lock
from dreiklang.exchange.models import Interest, TeamGuest, TopicTeam
from dreiklang.library.actions.checking import last_checked


def tend() -> None:
    today = timezone.localdate()
    teams = TopicTeam.objects
    for team in teams.filter(state=TopicTeam.PROPOSED, proposed_on__lte=today - _lapse_after()):
        _in_peace(_lapse, team)
    for team in teams.filter(state=TopicTeam.COMMENT, comment_until__lt=today, article__is_out_for_comments=True):
        _in_peace(end_of_comments, team)
    for team in teams.filter(state__in=TopicTeam.WORKING, article__release__isnull=False):
        _in_peace(_release, team)
    for team in teams.filter(state=TopicTeam.RELEASED, article__release__isnull=False):
        _in_peace(_review, team)
    for guest in TeamGuest.objects.filter(until__lt=today, is_told=False).select_related("team", "person"):
        _in_peace(_end_stay, guest.team, guest)


@transaction.atomic
def _in_peace(act, team: TopicTeam, *more) -> None:
    """As the team is now, with nobody else at it."""
    act(lock(team), *more)


def _lapse_after() -> timedelta:
    return timedelta(days=settings.TEAM_LAPSE_DAYS)


def _lapse(team: TopicTeam) -> None:
    if team.state == TopicTeam.PROPOSED:
        lapse(team, _("In %(n)s Tagen fanden sich nicht genug Mitwirkende.") % {"n": settings.TEAM_LAPSE_DAYS})


def _release(team: TopicTeam) -> None:
    """Whoever writes a page hears of its release from the library; here those hear who waited for it."""
    if team.stage == TopicTeam.RELEASED and team.state in TopicTeam.WORKING:
        team.state = TopicTeam.RELEASED
        team.save(update_fields=["state"])
        readers = said_by(team, Interest.READS)
        tell(team, "team_released", [*readers, *insiders_of(team)], page=settings.SITE_URL + team.article.path)
        team.interests.filter(how=Interest.READS).delete()
        team_searchable.keep(team)


def _review(team: TopicTeam) -> None:
    """Somebody who answers for the page looked through it since it first came out."""
    first = timezone.localdate(team.article.releases.order_by("number").first().at)
    if team.state == TopicTeam.RELEASED and last_checked_since(team, first):
        team.state = TopicTeam.REVIEWED
        team.save(update_fields=["state"])


def last_checked_since(team: TopicTeam, first: date) -> bool:
    return last_checked(team.article) > first


def _end_stay(team: TopicTeam, guest: TeamGuest) -> None:
    if guest.is_over and not guest.is_told:
        end_one(team, guest)
