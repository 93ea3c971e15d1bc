from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import fresh_id


class Outbox(models.QuerySet):
    def waiting(self):
        return self.filter(state=Letter.WAITING)

    def due(self, now):
        return self.waiting().filter(not_before__lte=now).order_by("not_before", "written_at", "pk")

    def is_enough_for(self, address: str, most: int = 8) -> bool:
        """Whether this address was written to so often within the hour that a form of ours may be misused for it."""
        since = timezone.now() - timedelta(hours=1)
        return self.filter(to=address, written_at__gte=since).count() >= most

    def recently_about(self, recipient):
        """What was written to this opaque id within the hour."""
        return self.filter(recipient=str(recipient), written_at__gte=timezone.now() - timedelta(hours=1))

    def undelivered(self):
        """What the team must see: given up, or tried and not yet gone."""
        return self.filter(models.Q(state=Letter.FAILED) | models.Q(state=Letter.WAITING, attempts__gt=0))


class Letter(models.Model):
    """One mail to one address, a row of the outbox. Written in the transaction of the change that causes it."""

    WAITING, SENT, FAILED, WITHDRAWN = "waiting", "sent", "failed", "withdrawn"
    STATES = [
        (WAITING, _("wartet")),
        (SENT, _("verschickt")),
        (FAILED, _("nicht zustellbar")),
        (WITHDRAWN, _("zurückgezogen")),
    ]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    to = models.EmailField()
    recipient = models.CharField(max_length=40, blank=True)  # opaque: the person's or the registration's id
    reply_to = models.EmailField(blank=True)  # where an answer by mail is taken; empty: nowhere
    language = models.CharField(max_length=5, default="de")
    subject = models.CharField(max_length=200)
    text = models.TextField()  # Markdown; the plain and the HTML part are made when it is posted
    calendar = models.TextField(blank=True)  # an iCalendar object, sent as an invitation
    calendar_method = models.CharField(max_length=10, blank=True)  # REQUEST or CANCEL
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    written_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)  # why the last try failed
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = Outbox.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["recipient"]),
            models.Index(fields=["to", "written_at"]),
        ]

    @property
    def message_id(self) -> str:
        """The same for every try, so that a mail program drops what arrives twice."""
        return f"<{self.id}@{our_host()}>"


def our_host() -> str:
    """By which our own letters are known when they come back."""
    return settings.SITE_URL.split("://")[-1].split(":")[0]
