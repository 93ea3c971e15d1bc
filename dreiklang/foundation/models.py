import uuid

from django.db import models
from django.utils import timezone


class Act(models.Model):
    """One line of the log: an act on *others'* rights, seats or texts. Never asking, reading or attending.

    `by`, `on` and `about` are opaque ids without foreign key, so that the log neither holds anyone nor is held.
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=40)  # a person's id, or "rule" where the stated rule acted
    act = models.CharField(max_length=60)
    on = models.CharField(max_length=80)  # the thing: "seats:<id>"
    about = models.CharField(max_length=80, blank=True)  # the part of it that moved: a registration's id
    reason = models.TextField(blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["on", "-at"]), models.Index(fields=["expires_at"])]


class Chore(models.Model):
    """When a chore of clock.py is due next and who holds its lease. One row a chore."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=60, blank=True)
    done_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)


class Page(models.Model):
    """A text of the house that the team edits: legal pages, self-description. The newest version is what is read."""

    slug = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="de")
    is_easy = models.BooleanField(default=False)  # Leichte Sprache: marked and set differently

    @property
    def path(self) -> str:
        return f"/{self.slug}/"

    def current(self) -> "Version":
        return self.versions.order_by("-number").first()


class Version(models.Model):
    """What a page said from a moment on: the Markdown source, and the sanitised HTML written once at saving."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    html = models.TextField()
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="version_number_once")]


def fresh_id() -> uuid.UUID:
    """The public id of a thing: random, so that nobody counts or guesses others'."""
    return uuid.uuid4()


def as_id(text: str | None) -> uuid.UUID | None:
    """An id as it comes from outside; None for anything that is none."""
    try:
        return uuid.UUID(text)
    except (AttributeError, TypeError, ValueError):
        return None
