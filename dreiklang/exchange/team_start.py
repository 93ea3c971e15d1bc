from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.exchange.models import Interest, TopicTeam
from dreiklang.exchange.team_stages import next_of
from dreiklang.foundation.together import is_missing

MOST = 4


def teams_of(person):
    return TopicTeam.objects.of(person).open()


def drafts_for(person, today):
    """Of teams along which she reads, while they are out for comment."""
    hers = Interest.objects.filter(person=person, how=Interest.READS).values("team")
    out = TopicTeam.objects.filter(pk__in=hers, state=TopicTeam.COMMENT, comment_until__gte=today)
    return out.filter(article__release=None)


def cards(person) -> list[dict]:
    """On Heute: the teams in which she works, each with its next step; and drafts that wait for whoever reads along."""
    if not person.is_authenticated:
        return []
    today = timezone.localdate()
    return _at_work(person, today) + _to_comment(person, today)


def _at_work(person, today) -> list[dict]:
    if is_missing("teams"):
        return []
    teams = list(teams_of(person).with_result().order_by("-started_on", "pk")[:MOST])
    rows = [(team, next_of(team, today), _is_due(team, today)) for team in teams]
    card = {
        "title": _("Ihre ThemenTeams"), "template": "exchange/_teams_card.html", "rows": rows, "is_hers": True,
        "is_due": any(due for *_others, due in rows),
    }  # fmt: skip
    return [card] if rows else []


def _is_due(team: TopicTeam, today) -> bool:
    return bool(team.article_id and team.article.release_id and team.article.is_due(today))


def _to_comment(person, today) -> list[dict]:
    if not person.is_member or is_missing("drafts"):
        return []
    rows = list(drafts_for(person, today).select_related("article").order_by("comment_until", "pk")[:MOST])
    card = {"title": _("Entwürfe, zu denen Sie Rückmeldung geben können"), "template": "exchange/_drafts_card.html",
            "teams": rows, "is_hers": True}  # fmt: skip
    return [card] if rows else []
