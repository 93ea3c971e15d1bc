from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.exchange.models import Interest, TopicTeam
from dreiklang.exchange.team_stages import next_of

MOST = 4


def cards(person) -> list[dict]:
    """On Heute: the teams in which she works, each with its next step; and drafts that wait for whoever reads along."""
    if not person.is_authenticated:
        return []
    today = timezone.localdate()
    teams = list(TopicTeam.objects.of(person).open().with_result().order_by("-started_on", "pk")[:MOST])
    rows = [(team, next_of(team, today), _is_due(team, today)) for team in teams]
    card = {
        "title": _("Ihre ThemenTeams"), "template": "exchange/_teams_card.html", "rows": rows, "is_hers": True,
        "is_due": any(due for *_others, due in rows),
    }  # fmt: skip
    return ([card] if rows else []) + _to_comment(person, today)


def _is_due(team: TopicTeam, today) -> bool:
    return bool(team.article_id and team.article.release_id and team.article.is_due(today))


def _to_comment(person, today) -> list[dict]:
    if not person.is_member:
        return []
    hers = Interest.objects.filter(person=person, how=Interest.READS).values("team")
    out = TopicTeam.objects.filter(pk__in=hers, state=TopicTeam.COMMENT, comment_until__gte=today)
    rows = list(out.filter(article__release=None).select_related("article").order_by("comment_until", "pk")[:MOST])
    card = {"title": _("Entwürfe, zu denen Sie Rückmeldung geben können"), "template": "exchange/_drafts_card.html",
            "teams": rows, "is_hers": True}  # fmt: skip
    return [card] if rows else []
