from secrets import randbits
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.models.rooms import Room
from dreiklang.dialogue.models.threads import Post, Thread
from dreiklang.foundation.prepared import Prepared
from dreiklang.people.models import FieldOfAction, Person


class Follows(models.QuerySet):
    def how_of(self, person, room: Room) -> str:
        """What she says of this room; empty where she says nothing."""
        rows = _HOW(person=person.pk, room=room.pk) if person.is_authenticated else ()
        return rows[0][0] if rows else ""


class Follow(models.Model):
    """How somebody hears of new posts: of one thread, of a room, of a field of action. The nearer word counts: thread,
    then room, then field. Read by herself and by the letters alone."""

    AT_ONCE, BUNDLED, WEEKLY, NEVER = "at_once", "bundled", "weekly", "never"
    HOWS = [
        (AT_ONCE, _("sofort")), (BUNDLED, _("gebündelt, einmal am Tag")),
        (WEEKLY, _("gebündelt, einmal in der Woche")), (NEVER, _("nie")),
    ]  # fmt: skip
    IN_BUNDLES = (BUNDLED, WEEKLY)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, null=True, blank=True, related_name="follows")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, null=True, blank=True, related_name="follows")
    field = models.ForeignKey(FieldOfAction, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=8, choices=HOWS, default=AT_ONCE)

    objects = Follows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "room"], name="follows_room_once"),
            models.UniqueConstraint(fields=["person", "thread"], name="follows_thread_once"),
            models.UniqueConstraint(fields=["person", "field"], name="follows_field_once"),
        ]


_HOW = Prepared(
    lambda person, room: Follow.objects.filter(person=person, room=room).values_list("how"), person=UUID, room=UUID
)


def anywhere() -> int:
    """A place in a table that says nothing about when the row came."""
    return randbits(62)


class Mark(models.Model):
    """Up to which post a thread is read, so that it opens at the first unread one. Without a date, and shown to nobody
    but herself; the row is moved, never added to.

    Whoever asked under a voice reads her own thread like everybody else, and has a row like everybody else: without one
    she would be the reader who never comes. But she knows before all others that something was written and is likely to
    look first, so that a running number would point at her: the key is drawn.
    """

    id = models.BigAutoField(primary_key=True, default=anywhere)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "thread"], name="mark_once")]


class Waiting(models.Model):
    """A post that somebody is still to hear of: with the next bundle, or by a letter of its own that lies in the outbox
    until the morning. Gone as soon as she was told, so that it is no record of what she was told."""

    id = models.BigAutoField(primary_key=True, default=anywhere)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    letter = models.UUIDField(null=True, blank=True)  # in the outbox; None: for the next bundle
    is_weekly = models.BooleanField(default=False)  # of the next week

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "post"], name="waits_once")]


class Agreement(models.Model):
    """That somebody agreed to the house rules in this version."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()
