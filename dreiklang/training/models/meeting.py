from django.db import models

from dreiklang.events.models import Event
from dreiklang.people.models import Person
from dreiklang.training.models.programme import BlockDate


class MakeUp(models.Model):
    """Instead of a session of her own run somebody goes to the same session of another run."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    missed = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    instead = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "missed"], name="made_up_once")]


class EarlyWarning(models.Model):
    """That somebody was told, once, that she can no longer collect this block in this run."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    date = models.ForeignKey(BlockDate, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "date"], name="warned_once")]
