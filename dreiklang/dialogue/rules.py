from dataclasses import dataclass
from uuid import UUID

from dreiklang.dialogue.models import Moderator, Post, Room, Thread
from dreiklang.groups.readers import holds
from dreiklang.moderation.sealed import voice_of


def may_arrange(person) -> bool:
    """Make rooms, say who reads them and who looks after them: the programme team. It does not follow that it reads."""
    return person.is_authenticated and person.is_team


def may_read(person, thread: Thread) -> bool:
    """The same of one thread as `visible_to` says of all. It asks the database only about groups and locked rooms."""
    if thread.last_at is None or not holds(person, thread.readers):
        return False
    return not thread.room.is_locked or may_moderate(person, thread.room)


def may_moderate(person, room: Room) -> bool:
    return room.pk in Moderator.objects.rooms_of(person)


def may_tend_questions(person) -> bool:
    """See which questions wait, among those that she reads: the programme team."""
    return person.is_authenticated and person.is_team


def may_lock(person, room: Room) -> bool:
    """At once, when something goes wrong: whoever looks after the room, and the team."""
    return may_arrange(person) or may_moderate(person, room)


def may_write(person, room: Room) -> bool:
    """Open a thread, add a post. A locked or archived room takes nothing, from nobody."""
    is_open = person.is_authenticated and not room.is_locked and not room.is_archived
    return is_open and holds(person, room.readers) and holds(person, room.writers)


def may_reply(person, thread: Thread) -> bool:
    return may_write(person, thread.room) and holds(person, thread.readers) and thread.closed_at is None


def is_hers(person, post: Post) -> bool:
    """Written by this person, under her name or her voice."""
    if not person.is_authenticated:
        return False
    if post.voice_id:
        return voice_of(person, post.thread_id) == post.voice_id
    return post.author_id == person.pk


def may_change(person, post: Post) -> bool:
    """Her own text, as long as one may still write there."""
    return post.state != Post.REMOVED and is_hers(person, post) and may_write(person, post.thread.room)


def may_tend(person, room: Room) -> bool:
    """Sum up, say that an answer was checked: whoever looks after the room, and the programme team where it reads."""
    return person.is_authenticated and (may_moderate(person, room) or person.is_team and holds(person, room.readers))


def may_trace(person, thread: Thread) -> bool:
    """Say from what a thread grew and what came of it: whoever began it, and who tends it."""
    return may_tend(person, thread.room) or is_hers(person, _opening(thread))


def may_state(person, thread: Thread) -> bool:
    """Mend the title, and say for when and for which Land it is true: whoever began it, and its moderators."""
    return may_moderate(person, thread.room) or may_change(person, _opening(thread))


@dataclass(frozen=True)
class Standing:
    """What somebody is in a thread, asked once for a whole page of it."""

    person: object
    voice: UUID | None  # hers, in this thread
    moderates: bool
    tends: bool

    def wrote(self, post: Post) -> bool:
        """The same as `is_hers`."""
        if post.voice_id:
            return post.voice_id == self.voice
        return post.author_id is not None and post.author_id == self.person.pk


def standing_in(thread: Thread, person) -> Standing:
    """Of a thread that knows whether she moderates its room and whether it has voices (views/finding.py)."""
    tends = thread.moderates or person.is_authenticated and person.is_team and holds(person, thread.room.readers)
    return Standing(person, voice_of(person, thread.pk) if thread.has_voices else None, thread.moderates, tends)


def may_report(person, post: Post) -> bool:
    """What others wrote and is to be read."""
    return person.is_authenticated and post.state == Post.SHOWN and not is_hers(person, post)


def may_withdraw(person, post: Post) -> bool:
    """Her own text, also where nobody writes any more, and also when moderation took it away before."""
    return is_hers(person, post) and not (post.state == Post.REMOVED and post.removed_as == Post.HERSELF)


def may_accept(person, thread: Thread) -> bool:
    """Say which answer helped: whoever asked."""
    return thread.is_question and is_hers(person, _opening(thread))


def _opening(thread: Thread) -> Post:
    return thread.posts.get(number=1)
