from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from dreiklang.exchange.counsel_steps import LONGEST, ROLES, STEPS, TAKEN, Step
from dreiklang.foundation.models import fresh_id
from dreiklang.groups.readers import tokens_of
from dreiklang.people.models import Person


class CounselSessions(models.QuerySet):
    def running(self, now=None):
        return self.filter(began_at__gt=(now or timezone.now()) - LONGEST)

    def overdue(self, now):
        return self.filter(began_at__lte=now - LONGEST)

    def visible_to(self, person):
        """Of her groups, and where she was invited by name. What is over does not exist."""
        if not person.is_authenticated:
            return self.none()
        invited = Q(readers="", pk__in=CounselPart.objects.filter(person=person).values("session"))
        return self.running().filter(Q(readers__in=tokens_of(person)) | invited)


class CounselSession(models.Model):
    """A Kollegiale Beratung while it runs. Nothing that is said in it is kept, and when it ends the row goes: that it
    took place is known to those who were there."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    readers = models.CharField(max_length=80, blank=True)  # a group's token; empty: those invited by name
    link = models.URLField(max_length=500, blank=True)  # of the video room
    step = models.PositiveSmallIntegerField(default=0)  # of STEPS
    step_began_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(default=timezone.now)
    pulse = models.PositiveIntegerField(default=0)  # grows with each change, so that a page knows whether it is old

    objects = CounselSessions.as_manager()

    @property
    def path(self) -> str:
        return f"/austausch/kollegiale-beratung/{self.pk}/"

    @property
    def now(self) -> Step:
        return STEPS[self.step]

    @property
    def is_last(self) -> bool:
        return self.step == len(STEPS) - 1

    @property
    def step_ends_at(self) -> datetime:
        return self.step_began_at + timedelta(minutes=self.now.minutes)


ROLES_TAKEN = [(role.key, role.label) for role in ROLES if role.key in TAKEN]


class CounselPart(models.Model):
    """Who was invited by name, and who has which role, as long as it runs."""

    session = models.ForeignKey(CounselSession, on_delete=models.CASCADE, related_name="parts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=8, blank=True, choices=ROLES_TAKEN)  # empty: counsels

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="counsel_part_once"),
            models.UniqueConstraint(fields=["session", "role"], condition=~Q(role=""), name="counsel_role_once"),
        ]
