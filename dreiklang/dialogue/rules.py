from dreiklang.dialogue.models import Moderator, Post, Room, Thread
from dreiklang.groups.readers import tokens_of
from dreiklang.moderation.sealed import voice_of


def may_arrange(person) -> bool:
    """Make rooms, say who reads them and who looks after them: the programme team. It does not follow that it reads."""
    return person.is_authenticated and person.is_team


def may_moderate(person, room: Room) -> bool:
    return person.is_authenticated and Moderator.objects.filter(room=room, person=person).exists()


def may_write(person, room: Room) -> bool:
    """Open a thread, add a post. A locked or archived room takes nothing, from nobody."""
    tokens = tokens_of(person)
    return (
        person.is_authenticated and room.readers in tokens and room.writers in tokens
        and not room.is_locked and not room.is_archived
    )  # fmt: skip


def may_reply(person, thread: Thread) -> bool:
    return may_write(person, thread.room) and thread.readers in tokens_of(person) and thread.closed_at is None


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


def may_report(person, post: Post) -> bool:
    """What others wrote and is to be read."""
    return person.is_authenticated and post.state == Post.SHOWN and not is_hers(person, post)


def may_withdraw(person, post: Post) -> bool:
    """Her own text, also where nobody writes any more, and also when moderation took it away before."""
    return is_hers(person, post) and not (post.state == Post.REMOVED and post.removed_as == Post.HERSELF)


def may_accept(person, thread: Thread) -> bool:
    """Say which answer helped: whoever asked."""
    opening = thread.posts.select_related("voice").filter(number=1).first()
    return thread.is_question and opening is not None and is_hers(person, opening)
