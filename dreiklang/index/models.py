from collections.abc import Iterable

from django.db import models
from django.utils import timezone

PASSAGE = "\f"  # between what stands in a place of its own, as a post in its thread
Key = tuple[str, str, int]  # kind, object, part


class Rows(models.QuerySet):
    def of(self, keys: Iterable[Key]):
        """Asked by kind: an index knows the keys, and no database a thousand of them in one condition. So other parts
        of these objects may be among them."""
        by_kind = {}
        for kind, object_id, part in keys:
            by_kind.setdefault(kind, []).append((object_id, part))
        asked = models.Q()
        for kind, of_kind in by_kind.items():
            ids, parts = zip(*of_kind, strict=True)
            asked |= models.Q(kind=kind, object_id__in=ids, part__in=set(parts))
        return self.filter(asked) if by_kind else self.none()


class Row(models.Model):
    """What can be found: an object of some room, as its words, its readers and its facets. Written in the action.

    What grows for long has a row for each part of it, with the same title, keywords and readers, so that not all of it
    is written anew with each addition. It is found, and counted, as one."""

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=60)
    part = models.PositiveSmallIntegerField(default=1)
    readers = models.CharField(max_length=60)  # the token that a person must hold
    address = models.CharField(max_length=300)  # where the object is read
    title = models.TextField()
    keywords = models.TextField(blank=True)  # what it is about, in words that weigh more than its text
    text = models.TextField(blank=True)  # passages, parted by PASSAGE
    date = models.DateField(null=True)  # when it is or was; when it was last true
    land = models.CharField(max_length=2, blank=True)
    municipality_kind = models.CharField(max_length=12, blank=True)
    is_outdated = models.BooleanField(default=False)  # it says so, and so does every text that names it
    changed_at = models.DateTimeField(auto_now=True)

    objects = Rows.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "part"], name="one_row_a_part")]
        indexes = [models.Index(fields=["address"], name="outdated", condition=models.Q(is_outdated=True))]

    @property
    def key(self) -> Key:
        return self.kind, self.object_id, self.part


class Change(models.Model):
    """A row that came, changed or went; each host follows these for its own file. Forgotten after a week."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=60)
    part = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)

    @property
    def key(self) -> Key:
        return self.kind, self.object_id, self.part


class EqualWords(models.Model):
    """What the team says to mean the same in its field, separated by commas: 'Sprachlotse, Sprachmittlerin'."""

    words = models.CharField(max_length=300)

    class Meta:
        ordering = ["words"]
