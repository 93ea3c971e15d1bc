from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.groups.readers import members_of
from dreiklang.people.models import Person
from dreiklang.seats.models import Registration

TICKED_BEFORE, TICKED_WITHIN = timedelta(minutes=30), timedelta(days=3)  # before the start, after the end
SHOWN_BEFORE, SHOWN_WITHIN = timedelta(minutes=15), timedelta(minutes=30)
OPENS_BEFORE = timedelta(minutes=15)


class Window(NamedTuple):
    """From when to when something is open."""

    opens: datetime
    closes: datetime

    @property
    def is_open(self) -> bool:
        return not self.is_ahead and not self.is_over

    @property
    def is_ahead(self) -> bool:
        return timezone.now() < self.opens

    @property
    def is_over(self) -> bool:
        return timezone.now() >= self.closes


class Parts(models.QuerySet):
    def of(self, person):
        return self.filter(person=person)


class Part(models.Model):
    """What somebody is to one event beyond its readers. A trainer of a block is one of all its sessions."""

    TRAINER, JOINER = "trainer", "joiner"
    ROLES = [(TRAINER, _("Leitung")), (JOINER, _("nimmt aus einem anderen Durchgang teil"))]

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="parts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=ROLES)

    objects = Parts.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person", "role"], name="part_once")]


class Attendance(models.Model):
    """That somebody was at an event, or had said beforehand that she cannot come. Whoever was absent has no row.

    Read by herself and the trainers of that event, by nobody else.
    """

    PRESENT, EXCUSED = "present", "excused"
    STATES = [(PRESENT, _("anwesend")), (EXCUSED, _("entschuldigt"))]

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=STATES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="attendance_once")]


def coming_to(event):
    """Whom it is for: who has a seat in what the event goes by, else its group, else the group that reads it."""
    if event.goes_by_seats:
        confirmed = Registration.objects.filter(seats=event.goes_by_seats, state=Registration.CONFIRMED)
        return Person.objects.able().filter(pk__in=confirmed.exclude(person=None).values("person")).order_by("name")
    return Person.objects.able().filter(pk__in=members_of(event.goes_by_group).values("person")).order_by("name")


def expected_at(event):
    """Whom it is for, and who joins from another run."""
    joining = Part.objects.filter(event=event, role=Part.JOINER).values("person")
    return Person.objects.able().filter(Q(pk__in=coming_to(event).values("pk")) | Q(pk__in=joining)).order_by("name")


def is_expected(person, event) -> bool:
    return expected_at(event).filter(pk=person.pk).exists()


def states_of(person, event) -> dict:
    """How her attendance stands: {event id: state} of this event and of the parts of a block."""
    here = Q(event=event) | Q(event__part_of=event)
    return dict(Attendance.objects.filter(here, person=person).values_list("event", "state"))


def ticking(event) -> Window:
    """When its trainers may say who was there."""
    return Window(event.starts - TICKED_BEFORE, event.ends + TICKED_WITHIN)


def code_showing(event) -> Window:
    """When its code is shown, and participants may say that they are there."""
    return Window(event.starts - SHOWN_BEFORE, event.ends + SHOWN_WITHIN)


def room(event) -> Window:
    """When the link of an event leads to where it happens online."""
    return Window(event.starts - OPENS_BEFORE, event.ends)
