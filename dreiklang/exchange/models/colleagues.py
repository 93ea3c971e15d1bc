from django.db import models
from django.utils import timezone

from dreiklang.people.models import Person


class PairingWish(models.Model):
    """That somebody wants to meet, every few weeks, a member whom she does not know. Gone when she no longer does."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    is_first = models.BooleanField(default=False)  # the number was odd, and she went without: next time she is first


class Pair(models.Model):
    """Who was brought together, so that they are not again; in the order of their ids."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="paired_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="pair_in_order"),
        ]


class WelcomeDone(models.Model):
    """That somebody wants to see the first steps no longer."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
