"""The council-paper kit: what an officer collects for a committee, in the order of her paper."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.models import Post
from dreiklang.foundation.models import fresh_id
from dreiklang.library.models.articles import Article
from dreiklang.people.models import Person
from dreiklang.places.models import Municipality


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

    class Meta:
        ordering = ["-changed_at", "pk"]

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"/praxis/vorlagen/{self.pk}/"


class PaperItem(models.Model):
    """A page or an answer that goes into the paper, whole or in some sections, with a word of hers."""

    WHOLE, SUMMARY = "whole", "summary"
    EXTENTS = [(SUMMARY, _("Kurzfassung")), (WHOLE, _("ganzer Text"))]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    paper = models.ForeignKey(CouncilPaper, on_delete=models.CASCADE, related_name="items")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    extent = models.CharField(max_length=7, choices=EXTENTS, default=SUMMARY)
    note = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "article"], name="page_once_a_paper"),
            models.UniqueConstraint(fields=["paper", "post"], name="answer_once_a_paper"),
            models.CheckConstraint(condition=models.Q(article=None) ^ models.Q(post=None), name="a_page_or_an_answer"),
        ]
