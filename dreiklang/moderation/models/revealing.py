from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from dreiklang.foundation.models import fresh_id

TO_CONFIRM = timedelta(hours=72)


class RevealRequests(models.QuerySet):
    def open(self):
        return self.filter(second=None, revealed_at=None, proposed_at__gt=timezone.now() - TO_CONFIRM)


class RevealRequest(models.Model):
    """One moderator proposes to say who speaks as a voice; another one of the same place confirms within 72 hours."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    voice = models.UUIDField()
    place = models.CharField(max_length=80)
    first = models.UUIDField(null=True, blank=True)
    second = models.UUIDField(null=True, blank=True)
    reason = models.TextField()
    proposed_at = models.DateTimeField(default=timezone.now)
    revealed_at = models.DateTimeField(null=True, blank=True)
    shown_to = models.JSONField(default=list)  # to which of the two it was shown: "first", "second"; once each

    objects = RevealRequests.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first=None) | Q(second=None) | ~Q(first=models.F("second")), name="two_reveal"
            )
        ]
        indexes = [models.Index(fields=["voice"])]
