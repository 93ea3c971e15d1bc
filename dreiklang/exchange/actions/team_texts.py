"""What a ThemenTeam writes together is a page of the PraxisPortal: begun here, out for comments until a day, and then
reviewed and released as every page is."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.exchange.actions.team_letters import insiders_of, said_by, tell
from dreiklang.exchange.actions.teaming import lock, remember_mix
from dreiklang.exchange.models import Interest, TopicTeam
from dreiklang.exchange.rules import may_do
from dreiklang.exchange.team_stages import CLOSE_DRAFT, OPEN_DRAFT, WRITE
from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import MEMBERS
from dreiklang.library.actions.describing import MOST_FIELDS, describe, version_of
from dreiklang.library.actions.reviewing import end_comments, open_for_comments
from dreiklang.library.actions.writing import begin
from dreiklang.library.models import Article
from dreiklang.people.models import Person

LONGEST = timedelta(days=92)


@transaction.atomic
def begin_text(team: TopicTeam, *, by) -> Article:
    """Its draft, which the team alone reads at first. Begun twice, the same one."""
    team = lock(team)
    if team.article:
        return team.article
    if not may_do(by, team, WRITE):
        raise Refusal(_("Den gemeinsamen Text beginnt, wer im Team mitarbeitet."))
    article = begin(team.outcome, team.question[:150], by=by, readers=team.group.token, team=team.group)
    article.fields.set(team.fields.all()[:MOST_FIELDS])
    team.article = article
    team.save(update_fields=["article"])
    Article.objects.filter(pk=article.pk).update(team_from=team.mix)
    remember_mix(team)
    return article


@transaction.atomic
def open_draft(team: TopicTeam, until: date, *, by) -> TopicTeam:
    """Until that day every member may read the draft and propose changes. Announced once; a later day is only set."""
    team = lock(team)
    if not may_do(by, team, OPEN_DRAFT):
        raise Refusal(_("Den Entwurf öffnet, wer im Team mitarbeitet."))
    today = timezone.localdate()
    if not today < until <= today + LONGEST:
        raise Refusal(_("Bitte wählen Sie einen Tag nach heute, höchstens drei Monate voraus."), field="until")
    if not team.article or not team.article.sections.standing().exclude(source="").exists():
        raise Refusal(_("Der Entwurf hat noch keinen Text."))
    article = team.article
    if article.readers == team.group.token:
        article = describe(article, {"readers": MEMBERS}, by=by, seen=version_of(article))
    open_for_comments(article, by=by, is_open=True)
    is_new = not team.is_draft_announced
    team.state, team.comment_until, team.is_draft_announced = TopicTeam.COMMENT, until, True
    team.save(update_fields=["state", "comment_until", "is_draft_announced"])
    record(by, "topic_team.draft_opened", f"topic_team:{team.pk}", reason=until.isoformat())
    if is_new:
        _announce(team, article, by)
    return team


def _announce(team: TopicTeam, article: Article, by) -> None:
    """To whoever reads along, and to the circles of the associations; not to whoever works in the team."""
    circles = Membership.objects.standing().filter(group__kind=Group.CIRCLE, group__association__isnull=False)
    members = Person.objects.filter(pk__in=circles.values("person"), is_member=True).values_list("pk", flat=True)
    people = {*members, *said_by(team, Interest.READS)} - set(insiders_of(team))
    tell(team, "team_draft_out", people, by=by, draft=settings.SITE_URL + article.workroom)


@transaction.atomic
def close_draft(team: TopicTeam, *, by) -> TopicTeam:
    team = lock(team)
    if not may_do(by, team, CLOSE_DRAFT):
        raise Refusal(_("Die Rückmeldung beendet, wer im Team mitarbeitet."))
    return end_of_comments(team, by=by)


def end_of_comments(team: TopicTeam, *, by=None) -> TopicTeam:
    """The draft is again read by those who write it; the team hears that its turn has come."""
    if not team.article or not team.article.is_out_for_comments:
        return team
    end_comments(team.article)
    team.comment_until = min(team.comment_until, timezone.localdate() - timedelta(days=1))
    team.save(update_fields=["comment_until"])
    tell(team, "team_comments_over", insiders_of(team), by=by, draft=settings.SITE_URL + team.article.workroom)
    return team
