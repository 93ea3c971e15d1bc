from django.db import models


class Entry(models.Model):
    """One line of the log of moderation, which cannot be changed: the database refuses it (unchangeable.py), and each
    line carries the sign of the one before (log.py). `by` is a keyed mark of a person, not her id: once her account is
    gone it leads nowhere, and no line has to be touched for that. `proof` is a keyed hash of the reason's words."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    act = models.CharField(max_length=40)
    on = models.CharField(max_length=80)
    proof = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()
    before = models.CharField(max_length=64, blank=True)  # the sign of the line before
    before_expires_at = models.DateTimeField(null=True, blank=True)
    sign = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["on"]), models.Index(fields=["expires_at"])]
