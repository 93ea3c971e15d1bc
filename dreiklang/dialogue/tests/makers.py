"""Rooms and threads of the tests. Everybody in them is invented."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from dreiklang.dialogue.actions.attaching import Brought, attach
from dreiklang.dialogue.actions.writing import open_thread, reply
from dreiklang.dialogue.models import Agreement, Attachment, Moderator, Post, Room, Thread, Trace
from dreiklang.foundation.files import accept
from dreiklang.foundation.text import slug
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group


def a_room(title="Alle Integrationsbeauftragten", **facts) -> Room:
    return Room.objects.create(title=title, slug=facts.pop("slug", slug(title)), **facts)


def a_circle(*people, title="Kreis des Städtetags", **facts) -> Room:
    """A room that a group of these people reads, and nobody else."""
    group = Group.objects.create(name=title, kind=Group.CIRCLE)
    for person in people:
        join(group, person)
    return a_room(title, kind=Room.CIRCLE, readers=group.token, writers=group.token, **facts)


def a_moderator(room: Room, person) -> Moderator:
    return Moderator.objects.create(room=room, person=person)


def a_thread(
    room: Room, by, title="Wie bezahlen Sie Sprachmittlung?", source="Wir haben kein Geld.", **facts
) -> Thread:
    return open_thread(room, **{"kind": Thread.QUESTION} | facts, title=title, source=source, by=by).thread


def a_reply(thread: Thread, by, source="Mit einer Pauschale.", **facts) -> Post:
    return reply(thread, source=source, by=by, **facts)


def agreed(*people) -> None:
    """These people said yes to the house rules."""
    for person in people:
        Agreement.objects.get_or_create(person=person, defaults={"version": 1})


def a_picture_file(name="Aushang.png", size=(40, 30), **info) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, "PNG", **info)
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def an_attachment(post: Post, file=None, alt="Ein Aushang") -> Attachment:
    attach(post, [Brought(accept(file or a_picture_file()), alt)])
    return post.attachments.latest("pk")


def a_trace(
    thread: Thread, label="Mittagsmeeting im Mai", path="/veranstaltungen/mittag/", direction=Trace.TO
) -> Trace:
    return Trace.objects.create(thread=thread, direction=direction, label=label, path=path)


def queries_of(client, address: str) -> int:
    """How many queries a page takes, once everything that is made once has been made."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
