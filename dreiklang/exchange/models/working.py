"""What a group does together, be it a circle, a regional round, a cohort or a topic team: dates, polls for dates,
files, tasks, and minutes of what was decided. Only the group reads it, hence everything here hangs on a group."""

from datetime import timedelta
from pathlib import Path

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.events.models import Event
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.text import said_weight
from dreiklang.groups.models import Group
from dreiklang.groups.readers import groups_of
from dreiklang.people.models import Person


class OfGroups(models.QuerySet):
    def visible_to(self, person):
        """What the groups do that she belongs to today. The only way in, also for the team."""
        return self.filter(group__in=groups_of(person))


class Minutes(models.Model):
    """Of a meeting: what was decided, what is to be done, what stayed open (Ergebnisprotokoll). Not who said what, and
    not who was there."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=150)
    held_on = models.DateField()
    source = models.TextField(blank=True)  # Markdown: one decision a paragraph
    html = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=1)  # of the version: grows when it is saved

    objects = OfGroups.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"{self.group.path}protokolle/{self.pk}/"


class Tasks(OfGroups):
    def open(self):
        return self.filter(done_on=None)

    def of(self, person):
        """Hers, in groups that she belongs to."""
        return self.visible_to(person).filter(who=person)

    def in_order(self):
        """What is due first stands first, then what has no day."""
        return self.order_by(models.F("due").asc(nulls_last=True), "text", "pk")


class Task(models.Model):
    id = models.UUIDField(primary_key=True, default=fresh_id)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    who = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    noted_in = models.ForeignKey(Minutes, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")

    objects = Tasks.as_manager()

    def __str__(self):
        return self.text

    @property
    def place(self) -> str:
        return self.group.name

    @property
    def page(self) -> str:
        return f"{self.group.path}#aufgaben"

    @property
    def tick(self) -> str:
        """Where it is said to be done."""
        return f"{self.group.path}aufgaben/{self.pk}/stand/"

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due is not None and self.due < timezone.localdate()


class AgendaItems(OfGroups):
    def open(self):
        return self.filter(settled_in=None).order_by("order", "pk")


class AgendaItem(models.Model):
    """What a group has to talk about: brought in by somebody, or left open by the last meeting. It stays on the agenda
    until a meeting settles it."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    order = models.PositiveIntegerField(default=0)
    noted_in = models.ForeignKey(Minutes, on_delete=models.SET_NULL, null=True, blank=True, related_name="left_open")
    settled_in = models.ForeignKey(Minutes, on_delete=models.CASCADE, null=True, blank=True, related_name="settled")

    objects = AgendaItems.as_manager()

    @property
    def was_left_open(self) -> bool:
        return self.noted_in_id is not None


class DatePolls(OfGroups):
    def open(self):
        return self.filter(settled_on=None, closes_on__gte=timezone.localdate())

    def lately(self):
        """Open, or to be settled still."""
        return self.filter(settled_on=None).order_by("closes_on", "pk")


class DatePoll(models.Model):
    """When shall we meet? Answers are read by the group by name, until some days after it is settled."""

    ANSWERS_DAYS = 14

    id = models.UUIDField(primary_key=True, default=fresh_id)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=150)
    about = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=160, blank=True)  # empty: in the video room of the group
    lasts = models.PositiveSmallIntegerField(default=60)  # minutes
    closes_on = models.DateField()  # the last day to answer
    settled_on = models.DateField(null=True, blank=True)
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DatePolls.as_manager()

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"/austausch/gruppen/{self.group_id}/umfragen/{self.pk}/"

    @property
    def is_open(self) -> bool:
        return self.settled_on is None and self.closes_on >= timezone.localdate()


class DateOption(models.Model):
    poll = models.ForeignKey(DatePoll, on_delete=models.CASCADE, related_name="options")
    starts = models.DateTimeField()

    class Meta:
        ordering = ["starts"]
        constraints = [models.UniqueConstraint(fields=["poll", "starts"], name="date_once_in_a_poll")]

    @property
    def ends(self):
        return self.starts + timedelta(minutes=self.poll.lasts)


class DateAnswer(models.Model):
    YES, MAYBE, NO = "yes", "maybe", "no"
    ANSWERS = [(YES, _("ja")), (MAYBE, _("zur Not")), (NO, _("nein"))]

    option = models.ForeignKey(DateOption, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=5, choices=ANSWERS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "person"], name="date_answered_once")]


class SharedFile(models.Model):
    """A file that the group shares; of a picture also what is to be seen on it."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=150)
    file = models.FileField(upload_to="exchange/%Y/")
    name = models.CharField(max_length=120)
    alt = models.CharField(max_length=300, blank=True)
    is_picture = models.BooleanField(default=False)
    weight = models.PositiveIntegerField(default=0)  # bytes
    brought_on = models.DateField(default=timezone.localdate)
    brought_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OfGroups.as_manager()

    class Meta:
        ordering = ["-brought_on", "title", "pk"]

    @property
    def path(self) -> str:
        return f"/austausch/gruppen/{self.group_id}/dateien/{self.pk}/"

    @property
    def said_weight(self) -> str:
        return said_weight(self.weight)

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix[1:].upper()


class Meeting(models.Model):
    """That an event is a date of a group, to which its members are invited by letter."""

    INVITED_BEFORE = timedelta(days=14)  # one date of many: nobody wants twelve invitations at once

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    invited_at = models.DateTimeField(null=True, blank=True)

    objects = OfGroups.as_manager()

    @property
    def path(self) -> str:
        return f"/austausch/gruppen/{self.group_id}/termine/{self.event_id}/"


class Reply(models.Model):
    """That she comes, or does not. It helps to plan a meeting and is no record of who was there: the day after, it is
    gone. Who speaks for the group reads the names, everybody else in it the numbers."""

    REPLY_DAYS = 1

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    comes = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="replied_once")]
