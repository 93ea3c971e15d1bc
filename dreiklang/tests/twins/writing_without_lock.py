"""The whole site, but the number of a post is looked up in one moment and used in another."""

from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.models import Follow, Mark, Post, Thread
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.text import to_html
from dreiklang.tests.twins import application

__all__ = ["application"]


def reply(thread, *, source, by, public_id=None, **_more):
    size = Thread.objects.get(pk=thread.pk).size + 1  # each statement for itself: there is no lock, and no transaction
    post = Post(pk=public_id or fresh_id(), thread=thread, author=by, number=size, source=source, html=to_html(source))
    post.save(force_insert=True)
    Thread.objects.filter(pk=thread.pk).update(size=size, last_at=post.at)
    Follow.objects.get_or_create(person=by, thread=thread)
    Mark.objects.update_or_create(person=by, thread=thread, defaults={"number": size})
    return post


writing.reply = reply
