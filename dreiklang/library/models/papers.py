"""The council-paper kit: what an officer collects for a committee, in the order of her paper."""

from datetime import date
from hashlib import sha256

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.models import Post
from dreiklang.foundation.models import fresh_id
from dreiklang.library.models.articles import Article
from dreiklang.people.models import Person
from dreiklang.places.models import Municipality


class CouncilPapers(models.QuerySet):
    def of(self, person):
        """Hers, and nobody else finds them: not even the team."""
        return self.filter(person=person.pk) if person.is_authenticated else self.none()

    def open(self, today: date):
        """Whose meeting is still to come, or has no day yet."""
        return self.filter(models.Q(meets_on=None) | models.Q(meets_on__gte=today))


class CouncilPaper(models.Model):
    """A paper for a council or committee, hers alone."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=150)
    body = models.CharField(max_length=120, blank=True)  # Gremium
    meets_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)  # Vorlage Nr.
    is_public = models.BooleanField(default=True)  # öffentliche Sitzung
    proposal = models.TextField(blank=True)  # Beschlussvorschlag; empty: for information only
    situation = models.TextField(blank=True)  # Sachverhalt
    costs = models.TextField(blank=True)  # Finanzielle Auswirkungen
    has_figures = models.BooleanField(default=True)  # of her municipality and its nearest
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = CouncilPapers.as_manager()

    class Meta:
        ordering = ["-changed_at", "pk"]

    TYPED = (
        "title", "municipality_id", "body", "meets_on", "reference", "is_public", "proposal", "situation", "costs",
        "has_figures",
    )  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"/praxis/vorlagen/{self.pk}/"

    @property
    def version(self) -> str:
        """Changes with what is typed into it, and with nothing else: a page that she adds meanwhile is no conflict."""
        typed = "\0".join(str(getattr(self, name)) for name in self.TYPED)
        return sha256(typed.encode()).hexdigest()[:16]


class PaperItem(models.Model):
    """A page or an answer that goes into the paper, whole or in short, with a word of hers."""

    WHOLE, SUMMARY = "whole", "summary"
    EXTENTS = [(SUMMARY, _("Kurzfassung")), (WHOLE, _("ganzer Text"))]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    paper = models.ForeignKey(CouncilPaper, on_delete=models.CASCADE, related_name="items")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    extent = models.CharField(max_length=7, choices=EXTENTS, default=SUMMARY)
    note = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_gone = models.BooleanField(default=False)  # taken out; can be brought back, with her word

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "article"], name="page_once_a_paper"),
            models.UniqueConstraint(fields=["paper", "post"], name="answer_once_a_paper"),
            models.CheckConstraint(condition=models.Q(article=None) ^ models.Q(post=None), name="a_page_or_an_answer"),
        ]

    @property
    def path(self) -> str:
        return f"/praxis/vorlagen/{self.paper_id}/inhalte/{self.pk}/"
