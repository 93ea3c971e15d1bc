from pathlib import Path

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.licences import LICENCES
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.text import said_weight
from dreiklang.groups.readers import MEMBERS, tokens_of


def somewhere(_material, name: str) -> str:
    """On the disk a file has a random name; how it was called is kept beside it and only shown."""
    return f"material/{fresh_id()}{Path(name).suffix.lower()}"


class Material(models.Model):
    """Something to read or to take along, of one event: a file or a link."""

    FILE, LINK = "file", "link"
    KINDS = [(FILE, _("Datei")), (LINK, _("Link"))]
    SEATED, MEMBERS, READERS = "seated", "members", "readers"
    AUDIENCES = [
        (SEATED, _("wer teilnimmt")), (MEMBERS, _("Mitglieder, die die Seite der Veranstaltung lesen")),
        (READERS, _("wer die Seite der Veranstaltung liest")),
    ]  # fmt: skip
    # What whoever brought it says may happen with it, from little to much.
    ALLOWED = [
        (SEATED, _("nur für die Teilnehmenden")), (MEMBERS, _("für alle Mitglieder")),
        (READERS, _("darf veröffentlicht werden")),
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=fresh_id)
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="material")
    kind = models.CharField(max_length=4, choices=KINDS)
    title = models.CharField(max_length=200)
    file = models.FileField(blank=True, upload_to=somewhere)
    file_name = models.CharField(max_length=120, blank=True)  # as it was called; for showing and saving only
    size = models.PositiveIntegerField(default=0)  # bytes
    url = models.URLField(blank=True, max_length=500)
    note = models.CharField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    readers = models.CharField(max_length=8, choices=AUDIENCES, default=SEATED)
    opens_at = models.DateTimeField(null=True, blank=True)
    opens_after_attending = models.BooleanField(default=False)  # for whoever was present or excused at this event
    may_be_published = models.BooleanField(default=False)  # outside this event, as whoever brought it said
    by_name = models.CharField(max_length=120, blank=True)  # who brought it, as it is printed beside it
    brought_by = models.ForeignKey(
        "events.Speaker", on_delete=models.SET_NULL, null=True, blank=True, related_name="material"
    )
    allowed = models.CharField(max_length=8, choices=ALLOWED, blank=True)  # empty: the team's own, it decides
    licence = models.CharField(max_length=12, choices=LICENCES, blank=True)

    class Meta:
        ordering = ["order", "title", "pk"]

    def __str__(self):
        return self.title

    @property
    def suffix(self) -> str:
        """'PDF', of a file."""
        return Path(self.file_name).suffix[1:].upper()

    @property
    def weight(self) -> str:
        return said_weight(self.size)

    def reaches_beyond_the_seated(self, person) -> bool:
        """Whether this person reads it by reading the page, without taking part."""
        return self.readers == self.READERS or self.readers == self.MEMBERS and MEMBERS in tokens_of(person)

    @property
    def exceeds_what_is_allowed(self) -> bool:
        if not self.allowed:
            return False
        order = [value for value, _label in self.ALLOWED]
        too_far = order.index(self.readers) > order.index(self.allowed)
        return too_far or (self.may_be_published and self.allowed != self.READERS)

    @property
    def is_early(self) -> bool:
        return self.opens_at is not None and timezone.now() < self.opens_at
