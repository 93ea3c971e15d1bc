from django.db import models
from django.utils import timezone


class Row(models.Model):
    """What can be found: an object of some room, as its words, its readers and its facets. Written in the action."""

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=60)
    readers = models.CharField(max_length=60)  # the token that a person must hold
    address = models.CharField(max_length=300)  # where the object is read
    title = models.TextField()
    keywords = models.TextField(blank=True)  # what it is about, in words that weigh more than its text
    text = models.TextField(blank=True)
    date = models.DateField(null=True)  # when it is or was; when it was last true
    land = models.CharField(max_length=2, blank=True)
    municipality_kind = models.CharField(max_length=12, blank=True)
    is_outdated = models.BooleanField(default=False)  # it says so, and so does every text that names it
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_row_an_object")]
        indexes = [models.Index(fields=["address"], name="outdated", condition=models.Q(is_outdated=True))]


class Change(models.Model):
    """A row that came, changed or went; each host follows these for its own file. Forgotten after a week."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)


class EqualWords(models.Model):
    """What the team says to mean the same in its field, separated by commas: 'Sprachlotse, Sprachmittlerin'."""

    words = models.CharField(max_length=300)

    class Meta:
        ordering = ["words"]
