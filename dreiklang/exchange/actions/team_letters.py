"""Letters about a ThemenTeam: few, at the moments that matter, and never to whoever wants none of this team."""

from django.conf import settings

from dreiklang.dialogue.models import Follow
from dreiklang.exchange.models import Interest, TopicTeam
from dreiklang.groups.models import Membership
from dreiklang.letters.actions.writing import write
from dreiklang.people.models import Person


def tell(team: TopicTeam, letter: str, people, *, by=None, **context) -> None:
    """One letter to each of these people (ids) who can sign in and did not decline, but not to `by`."""
    declined = declined_by(team)
    able = Person.objects.able().filter(pk__in=set(people) - declined - {by.pk if by else None})
    for person in able.order_by("pk"):
        link, stop = settings.SITE_URL + team.path, settings.SITE_URL + team.stop_path(person)
        write(
            person.email, f"letters/{letter}.txt",
            {"person": person, "team": team, "by": by, "link": link, "stop": stop, **context},
            recipient=person.pk, language=person.language, quietly=True,
        )  # fmt: skip


def declined_by(team: TopicTeam) -> set:
    """Who wants no letters of this team: she said so to it, or follows its room never."""
    said = Interest.objects.filter(team=team, how=Interest.QUIET).values_list("person", flat=True)
    rooms = Follow.objects.filter(room=team.room_id, how=Follow.NEVER) if team.room_id else Follow.objects.none()
    return {*said, *rooms.values_list("person", flat=True)}


def insiders_of(team: TopicTeam, *roles: str) -> list:
    """Who works in it (ids), the guests apart; or only those with these roles."""
    wanted = roles or (Membership.MEMBER, Membership.SPEAKER)
    there = Membership.objects.standing().filter(group=team.group_id, role__in=wanted)
    return list(there.values_list("person", flat=True))


def speakers_of(team: TopicTeam) -> list:
    """Who speaks for it (ids); where nobody does any more, all of it."""
    return insiders_of(team, Membership.SPEAKER) or insiders_of(team)


def said_by(team: TopicTeam, how: str) -> list:
    return list(team.interests.filter(how=how).values_list("person", flat=True))
