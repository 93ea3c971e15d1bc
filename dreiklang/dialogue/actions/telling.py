"""Letters about new posts, to whoever follows and may still read. What stays in the room is not in them."""

from django.conf import settings

from dreiklang.dialogue.models import Follow, Post, helped_path
from dreiklang.groups.readers import tokens_of
from dreiklang.letters.actions.writing import write


def tell_of(post: Post) -> None:
    """One letter to everybody who wants to hear at once, the author excepted."""
    asker = _asker(post)
    for person in _at_once(post):
        write(
            person.email, "letters/new_post.txt",
            {
                "post": post, "thread": post.thread, "room": post.thread.room, "person": person,
                "helped": settings.SITE_URL + helped_path(post, person) if person.pk == asker else "",
            },
            recipient=person.pk, language=person.language, quietly=True,
        )  # fmt: skip


def _asker(post: Post):
    """The id of whoever asked under her name, to whom a letter about an answer says where she accepts it."""
    if post.is_opening or not post.thread.is_question:
        return None
    return post.thread.posts.filter(number=1).values_list("author", flat=True).first()


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
