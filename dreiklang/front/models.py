from django.db import models
from django.utils import timezone

from dreiklang.foundation.models import fresh_id


class BarrierReport(models.Model):
    """Somebody met a barrier and tells the team (feedback mechanism of the accessibility statement)."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    page = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    email = models.EmailField(blank=True)  # only if an answer is wished
    reported_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-reported_at"]
