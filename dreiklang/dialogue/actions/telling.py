"""Letters about new posts, to whoever follows and may still read. What stays in the room is not in them."""

from dreiklang.dialogue.models import Follow, Post
from dreiklang.groups.readers import tokens_of
from dreiklang.letters.actions.writing import write


def tell_of(post: Post) -> None:
    """One letter to everybody who wants to hear at once, the author excepted."""
    if post.is_opening and post.thread.is_among_named:  # told by a letter of their own
        return
    for person in _at_once(post):
        write(
            person.email, "letters/new_post.txt",
            {"post": post, "thread": post.thread, "room": post.thread.room, "person": person},
            recipient=person.pk, language=person.language, quietly=True,
        )  # fmt: skip


def _at_once(post: Post) -> list:
    thread = post.thread
    hows = {}
    for follow in (
        Follow.objects.filter(room=thread.room_id) | Follow.objects.filter(thread=thread)
    ).select_related("person").order_by("thread"):  # fmt: skip
        nearer = follow.thread_id is not None
        if nearer or follow.person not in hows:
            hows[follow.person] = follow.how
    return [
        person
        for person, how in hows.items()
        if how == Follow.AT_ONCE and person.is_active and person.pk != post.author_id
        and thread.readers in tokens_of(person)
    ]  # fmt: skip
