"""Posts, as moderation sees them: what was reported, who decides, and how a decision is carried out."""

from uuid import UUID

from dreiklang.dialogue.actions import moderating
from dreiklang.dialogue.models import Moderator, Post, Room
from dreiklang.dialogue.rules import is_hers as _is_hers
from dreiklang.groups.models import Membership
from dreiklang.groups.readers import MEMBERS, PUBLIC, TEAM, holders, tokens_of
from dreiklang.moderation.things import Thing
from dreiklang.people.models import Person

KINDS = {"post", "room"}


def find(targets: list[str]) -> dict[str, Thing]:
    posts = Post.objects.filter(pk__in=[_id(target) for target in targets])
    return {
        moderating.target_of(post): _thing(post) for post in posts.select_related("thread__room", "author", "voice")
    }


def _thing(post: Post) -> Thing:
    room, thread = post.thread.room, post.thread
    return Thing(
        target=moderating.target_of(post), place=f"room:{room.pk}", place_name=room.title,
        title=post.removed_title or thread.title, path=post.path if post.number else thread.path, html=post.html,
        byline=post.byline, at=post.at, author=post.author, voice=post.voice_id, objections="/dialog/einspruch/",
    )  # fmt: skip


def set_aside(target: str, what: str, because: str) -> None:
    moderating.set_aside(Post.objects.get(pk=_id(target)), what, because)


def restore(target: str, what: str) -> None:
    moderating.restore(Post.objects.get(pk=_id(target)), what)


def is_hers(person, target: str) -> bool:
    post = Post.objects.filter(pk=_id(target)).first()
    return post is not None and _is_hers(person, post)


def moderators(place: str) -> list[Person]:
    return [one.person for one in Moderator.objects.filter(room=_id(place)).standing()]


def caretakers(place: str) -> list[Person]:
    """Who decides there: its moderators; where there is none, those of the team who read it, or the team."""
    if found := moderators(place):
        return found
    team = Person.objects.team()
    room = Room.objects.filter(pk=_id(place)).first()
    return list(team.filter(pk__in=holders(room.readers)) if room else []) or list(team)


def places_of(person) -> set[str]:
    """The other way round, in a few queries however many rooms there are."""
    if not person.is_team:
        return {f"room:{pk}" for pk in Moderator.objects.rooms_of(person)}
    standing, hers = Moderator.objects.standing(), tokens_of(person)
    places = {f"room:{one.room_id}" for one in standing if one.person_id == person.pk}
    teams = (
        Membership.objects.standing()
        .filter(person__in=Person.objects.team())
        .values_list("group", flat=True)
        .distinct()
    )
    read_by_team = {PUBLIC, MEMBERS, TEAM, *(f"group:{pk}" for pk in teams)}
    unmoderated = Room.objects.exclude(pk__in=[one.room_id for one in standing])
    for pk, readers in unmoderated.values_list("pk", "readers"):
        if readers in hers or readers not in read_by_team:
            places.add(f"room:{pk}")
    return places


def _id(word: str) -> UUID:
    return UUID(word.partition(":")[2])
