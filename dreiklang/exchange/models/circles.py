from django.db import models
from django.utils import timezone

from dreiklang.foundation.models import fresh_id
from dreiklang.groups.models import Group
from dreiklang.people.models import Person


class Wish(models.Model):
    """Somebody would like to belong to a group; who speaks for it decides, and then this row is gone."""

    DAYS = 90  # after which nobody decided

    id = models.UUIDField(primary_key=True, default=fresh_id)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="wished_once")]


class Coming(models.Model):
    """Somebody shall belong to a group, known by her address alone. With an account she is asked by letter whether she
    wants to; without one the team decides first whether she is invited into the house. Whoever speaks for the group is
    told the same in both cases, and learns nothing about accounts. Her answer ends this row."""

    DAYS = 90

    id = models.UUIDField(primary_key=True, default=fresh_id)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    on = models.DateField(default=timezone.localdate)
    is_invited = models.BooleanField(default=False)  # into the house, by the team
    is_asked = models.BooleanField(default=False)  # a letter to her account has gone

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "email"], name="coming_once")]
