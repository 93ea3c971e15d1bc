"""Threads are opened, posts added and changed. A post under a name is shown at once; under a voice after a random
while, so that nobody infers from the hour who it was; in a room with approval when a moderator says so."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue import chance, protection, searchable
from dreiklang.dialogue.actions.answers import lock
from dreiklang.dialogue.actions.attaching import Brought, attach
from dreiklang.dialogue.actions.calming import calm
from dreiklang.dialogue.actions.following import mark_read
from dreiklang.dialogue.actions.routing import route, tell_asked
from dreiklang.dialogue.actions.telling import tell_of
from dreiklang.dialogue.mentions import marked, mentioned
from dreiklang.dialogue.models import Follow, Mention, Post, PostVersion, Thread
from dreiklang.dialogue.protection import speak_in
from dreiklang.dialogue.rules import is_hers, may_moderate, may_reply, may_write
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html

DELAY = (timedelta(minutes=5), timedelta(minutes=30))  # of a post under a voice


@transaction.atomic
def open_thread(
    room, *, kind: str, title: str, source: str, by, public_id: UUID | None = None, field=None, valid_on=None,
    land=None, readers: str = "", stays_inside: bool = False, line: str = "", files: Sequence[Brought] = (),
) -> Post:  # fmt: skip
    """A new thread with its first post. With `line` she speaks under it, as a voice. Sent twice, the same one.

    `readers` is the token of a group of named people among the readers of the room; without it the room's own.
    """
    if not may_write(by, room):
        raise Refusal(_("In diesem Raum kann zurzeit nicht geschrieben werden. Ihr Text steht noch im Feld."))
    if there := Thread.objects.filter(pk=public_id, room=room).first():
        return there.posts.order_by("at").first()
    thread = Thread.objects.create(
        pk=public_id or fresh_id(), room=room, kind=kind, title=title, field=field, valid_on=valid_on, land=land,
        readers=readers or room.readers, stays_inside=stays_inside or room.stays_inside,
    )  # fmt: skip
    return _write(thread, source, by, fresh_id(), line, files=files)


@transaction.atomic
def reply(
    thread: Thread, *, source: str, by, public_id: UUID | None = None, line: str = "", speaks: str = "",
    files: Sequence[Brought] = (),
) -> Post:  # fmt: skip
    """A new post. Whoever has a voice in this thread speaks as that voice, whatever she says: a slip would undo it."""
    thread = lock(thread.pk)
    if there := thread.posts.filter(pk=public_id).first():
        return there
    if not may_reply(by, thread):
        raise Refusal(_("Hier kann nicht mehr geantwortet werden. Ihr Text steht noch im Feld."))
    return _write(thread, source, by, public_id or fresh_id(), line, speaks, files)


def _write(
    thread: Thread, source: str, by, pk: UUID, line: str, speaks: str = "", files: Sequence[Brought] = ()
) -> Post:
    calm(thread, by)
    voice, people = speak_in(thread, by, line), mentioned(thread, source)
    post = Post(
        pk=pk, thread=thread, author=None if voice else by, voice=voice, source=source,
        html=marked(to_html(source, top=3), people), speaks=speaks,
    )  # fmt: skip
    if voice:
        earliest, latest = DELAY
        post.state = Post.HELD
        post.at = timezone.now() + earliest + (latest - earliest) * chance.share()
    elif thread.room.needs_approval and not may_moderate(by, thread.room):
        post.state = Post.WAITING
    else:
        post.state = Post.WAITING
        _keep(post, people, files)
        _show(post, thread)
        _keep_at_it(thread, by)
        return post
    _keep(post, people, files)
    return post


def _keep(post: Post, people: list, files: Sequence[Brought]) -> None:
    post.save(force_insert=True)
    _mention(post, people)
    attach(post, files)


def _mention(post: Post, people: list) -> None:
    Mention.objects.bulk_create([Mention(post=post, person=person) for person in people], ignore_conflicts=True)


def _keep_at_it(thread: Thread, by) -> None:
    """Who writes hears of what follows, and has read her own post."""
    if not Follow.objects.filter(person=by, thread=thread).exists():
        Follow.objects.get_or_create(person=by, thread=thread)
    mark_read(by, thread, thread.size)


@transaction.atomic
def show(post: Post) -> None:
    """Now it is to be read: the next number, the thread with it, found and told."""
    thread = lock(post.thread_id)
    if post.state != Post.SHOWN:
        _show(post, thread)


def _show(post: Post, thread: Thread) -> None:
    """Of a thread that is locked."""
    now = timezone.now()
    thread.size += 1
    post.thread, post.number, post.state, post.at = thread, thread.size, Post.SHOWN, now
    post.save(update_fields=["number", "state", "at"])
    thread.last_at, thread.begun_at = now, thread.begun_at or now
    if thread.is_question and thread.answered_at is None and not _asked(thread, post):
        thread.answered_at = now
    thread.save(update_fields=["size", "last_at", "begun_at", "answered_at"])
    searchable.keep(thread, post.number)
    tell_of(post)
    route(thread) if post.is_opening else tell_asked(post)


def _asked(thread: Thread, post: Post) -> bool:
    opening = post if post.is_opening else thread.posts.get(number=1)
    return (post.author_id, post.voice_id) == (opening.author_id, opening.voice_id)


def show_due() -> None:
    """A chore: what was held for its while appears, or waits for approval where the room wants that."""
    for pk in Post.objects.filter(state=Post.HELD, at__lte=timezone.now()).order_by("at").values_list("pk", flat=True):
        with transaction.atomic():
            post = Post.objects.select_for_update(of=("self",)).select_related("thread__room").get(pk=pk)
            if post.state == Post.HELD and post.thread.room.needs_approval:
                post.state = Post.WAITING
                post.save(update_fields=["state"])
            elif post.state == Post.HELD:
                show(post)


@transaction.atomic
def change(post: Post, *, source: str, by) -> Post:
    """Her own text anew; what it said before stays in its history."""
    lock(post.thread_id)
    post = Post.objects.select_for_update(of=("self",)).select_related("thread__room").get(pk=post.pk)
    if not is_hers(by, post) or post.state == Post.REMOVED:
        raise Refusal(_("Diesen Beitrag können Sie nicht mehr ändern."))
    if post.source == source:
        return post
    if post.state == Post.SHOWN:
        post.checked_by, post.checked_on = "", None  # what was checked is no longer what stands there
        number = post.versions.count() + 1
        post.edited_at = protection.moment_for(post.voice)
        PostVersion.objects.create(post=post, number=number, source=post.source, html=post.html, until=post.edited_at)
    people = mentioned(post.thread, source)
    post.source, post.html = source, marked(to_html(source, top=3), people)
    post.save(update_fields=["source", "html", "edited_at", "checked_by", "checked_on"])
    post.mentions.exclude(person__in=people).delete()
    _mention(post, people)
    if post.number:
        searchable.keep(post.thread, post.number)
    return post
