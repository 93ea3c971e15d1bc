from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from dreiklang.foundation.models import fresh_id
from dreiklang.groups.models import Group
from dreiklang.people.models import Person


class Circular(models.Model):
    """A letter to a part of the network (Rundschreiben): written once, sent in bites. Of the recipients only a number
    stays; who gets it is known as long as her letter is not written yet (Unsent)."""

    FEWEST = 5  # recipients of a segment: fewer, and it says who they are
    A_WEEK = 2  # circulars of one sender

    id = models.UUIDField(primary_key=True, default=fresh_id)
    subject = models.CharField(max_length=150)
    source = models.TextField()
    html = models.TextField()
    segment = models.JSONField(default=dict)  # what the form asks: {"land": …, "fields": […], …}
    said = models.CharField(max_length=500)  # the segment in words
    group = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    letters = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return self.subject

    @property
    def path(self) -> str:
        return f"/austausch/rundschreiben/{self.pk}/"


class Unsent(models.Model):
    """Whose letter of a circular is still to be written; gone with it."""

    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, related_name="unsent")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circular", "person"], name="unsent_once")]


class Declined(models.Model):
    """That somebody wants no letters of a kind."""

    CIRCULARS, SIGNALS = "circulars", "signals"
    KINDS = [(CIRCULARS, gettext_lazy("Rundschreiben")), (SIGNALS, gettext_lazy("Briefe zu Signalen"))]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=KINDS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="declined_once")]
