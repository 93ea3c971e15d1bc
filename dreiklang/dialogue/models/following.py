from django.db import models
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.models.rooms import Room
from dreiklang.dialogue.models.threads import Thread
from dreiklang.people.models import FieldOfAction, Person


class Follow(models.Model):
    """How somebody hears of new posts: of one thread, of a room, of a field of action. The nearer word counts: thread,
    then room, then field. Read by herself and by the letters alone."""

    AT_ONCE, BUNDLED, NEVER = "at_once", "bundled", "never"
    HOWS = [(AT_ONCE, _("sofort")), (BUNDLED, _("gebündelt, einmal am Tag")), (NEVER, _("nie"))]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, null=True, blank=True, related_name="follows")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, null=True, blank=True, related_name="follows")
    field = models.ForeignKey(FieldOfAction, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=8, choices=HOWS, default=AT_ONCE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "room"], name="follows_room_once"),
            models.UniqueConstraint(fields=["person", "thread"], name="follows_thread_once"),
            models.UniqueConstraint(fields=["person", "field"], name="follows_field_once"),
        ]


class Mark(models.Model):
    """Up to which post a thread is read, so that it opens at the first unread one. Without a date, and shown to nobody
    but herself; the row is moved, never added to."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "thread"], name="mark_once")]


class Agreement(models.Model):
    """That somebody agreed to the house rules in this version."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()
