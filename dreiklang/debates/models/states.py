from django.db import models

from dreiklang.debates.models.debates import Debate


class State(models.Model):
    """What of a debate is published, as of a moment: nothing is shown that does not stand in the newest of these.

    The next one follows from the votes and from what this one shows: nothing else of earlier votes is kept."""

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="states")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    is_last = models.BooleanField(default=False)
    shown = models.JSONField(default=dict)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["debate", "number"], name="state_number_once")]
