"""Questions of ThemenTeams that members can find. Nothing of what a team writes inside is among them."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dreiklang.exchange.models import TopicTeam
from dreiklang.groups.readers import MEMBERS
from dreiklang.index.actions import Entry, put, remove
from dreiklang.index.kinds import Kind

TEAM = "topic_team"


def keep(team: TopicTeam) -> None:
    """Findable as it is now: as long as somebody can join it or read what it worked out."""
    if team.state == TopicTeam.LAPSED:
        remove(TEAM, team.pk)
    else:
        put(_entry(team))


@override(settings.LANGUAGE_CODE)  # whoever saves it: the words are those of the house
def _entry(team: TopicTeam) -> Entry:
    words = ["ThemenTeam", team.question, *(field.name for field in team.fields.all())]
    return Entry(
        TEAM, str(team.pk), MEMBERS, team.path, team.said_name, keywords="\n".join(words), text=team.why,
        date=team.proposed_on,
    )  # fmt: skip


def _entries():
    teams = TopicTeam.objects.exclude(state=TopicTeam.LAPSED).prefetch_related("fields").order_by("pk")
    return (_entry(team) for team in teams.iterator(chunk_size=500))


def _readable(ids: list[str], person) -> set[str]:
    """By members: a guest has the one team, and looks for none."""
    if not getattr(person, "is_member", False):
        return set()
    found = TopicTeam.objects.visible_to(person).exclude(state=TopicTeam.LAPSED).filter(pk__in=ids)
    return {str(pk) for pk in found.values_list("pk", flat=True)}


KIND = Kind(TEAM, _("ThemenTeams"), _("ThemenTeam"), _entries, _readable)
