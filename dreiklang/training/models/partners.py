from django.db import models
from django.utils import timezone

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.secret_links import seal
from dreiklang.training.models.programme import Run


class RunGuest(models.Model):
    """An expert from outside who sees one run by a link, without account, up to and with a day."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    until = models.DateTimeField()  # the end of a day
    link_key = models.UUIDField(unique=True, default=fresh_id)  # sealed in the link; another key ends the old link
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def secret(self) -> str:
        return seal(self.link_key, "guest")

    @property
    def is_invited(self) -> bool:
        return self.withdrawn_at is None and self.until > timezone.now()


class PendingParticipant(models.Model):
    """Who stands on the list of a run and has no account yet: with the account the place becomes hers
    (actions/importing.py). What the list says of her is printed on the sheets of those who are expected."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="pending")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)
    function = models.CharField(max_length=120, blank=True)
    listed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["run", "email"], name="pending_once")]
