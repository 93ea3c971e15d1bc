"""What moderation has to do, and what an author may know of it: questions to the rows."""

from django.db.models import Q

from dreiklang.dialogue.models import Moderator, Post, Voice
from dreiklang.moderation import things
from dreiklang.moderation.models import Decision, RevealRequest
from dreiklang.moderation.sealed import voices_of


def waiting_for(person, places: set[str] | None = None):
    """Posts that wait for this person to let them appear. `places` are those where she decides, if known."""
    places = things.places_of(person) if places is None else places
    rooms = [place.removeprefix("room:") for place in places if place.startswith("room:")]
    posts = Post.objects.filter(state=Post.WAITING, thread__room__in=rooms)
    return posts.select_related("thread__room", "voice", "author").order_by("at")


def requests_for(person) -> list[tuple[RevealRequest, Voice]]:
    """Open requests in the rooms that she moderates."""
    places = [f"room:{room}" for room in Moderator.objects.rooms_of(person)]
    requests = list(RevealRequest.objects.open().filter(place__in=places))
    voices = Voice.objects.select_related("thread").in_bulk([request.voice for request in requests])
    return [(request, voices[request.voice]) for request in requests if request.voice in voices]


def decided_about(person):
    """Posts of hers, and of every voice: whose a voice is the database does not know."""
    return Post.objects.filter(Q(author=person) | Q(voice__isnull=False), is_decided=True)


def decisions_about(person) -> list[tuple[Decision, Post]]:
    """Newest first. Of what she wrote under a voice she finds it here alone; only she can ask for it."""
    decided = list(decided_about(person).select_related("thread__room", "voice"))
    voices = set(voices_of(person, {post.thread_id for post in decided if post.voice_id}).values())
    hers = [post for post in decided if post.author_id == person.pk or post.voice_id in voices]
    if not hers:
        return []
    posts = {f"post:{post.pk}": post for post in hers}
    decisions = Decision.objects.filter(case__target__in=posts).exclude(what=Decision.NOTHING)
    decisions = decisions.select_related("case", "appeal").order_by("-at")
    return [(decision, posts[decision.case.target]) for decision in decisions]
