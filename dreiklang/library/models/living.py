"""How a page comes into force and stays true: named reviews, releases, checks by others, and who adopted it."""

from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.secret_links import seal
from dreiklang.library.models.articles import Article
from dreiklang.people.models import Person
from dreiklang.places.models import Municipality


class Reviews(models.QuerySet):
    def ended_outside(self, now):
        """Links to somebody outside whose time is over: her address is not needed any more."""
        return self.exclude(email="").filter(asked_at__lte=now - Review.OPEN_FOR)


class Review(models.Model):
    """Somebody was asked to review a draft, by name, from practice or from science, and what she found.

    Whoever has no account gets a link to this one draft; it ends with her answer, or when its time is over.
    """

    PRACTICE, SCIENCE = "practice", "science"
    SIDES = [(PRACTICE, _("Praxis")), (SCIENCE, _("Wissenschaft"))]
    ASKED, GOOD, OBJECTS, DECLINED = "asked", "good", "objects", "declined"
    STATES = [
        (ASKED, _("angefragt")), (GOOD, _("geprüft, ohne Einwand")), (OBJECTS, _("geprüft, mit Einwänden")),
        (DECLINED, _("abgesagt")),
    ]  # fmt: skip
    OPEN_FOR = timedelta(days=30)  # the link of somebody outside

    id = models.UUIDField(primary_key=True, default=fresh_id)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="reviews")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)  # it is shown under the page, and stays when she leaves
    side = models.CharField(max_length=8, choices=SIDES, default=PRACTICE)
    state = models.CharField(max_length=8, choices=STATES, default=ASKED)
    text = models.TextField(blank=True)  # for those who work on it
    asked_at = models.DateTimeField(default=timezone.now)
    done_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)  # to the second, for what was changed since
    round = models.PositiveIntegerField(default=1)  # the number of the release that it is for
    email = models.EmailField(blank=True)  # of somebody outside, until her review is done
    link_key = models.UUIDField(null=True, unique=True)  # sealed in her link; none: it has ended

    objects = Reviews.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "person", "round"], name="reviewer_once_a_round")]

    @property
    def secret(self) -> str:
        return seal(self.link_key, "review")

    @property
    def ends_on(self) -> date:
        """The last day of an outsider's link."""
        return timezone.localdate(self.asked_at + self.OPEN_FOR)

    @property
    def is_open_outside(self) -> bool:
        return (
            self.link_key is not None
            and self.state == self.ASKED
            and self.asked_at + self.OPEN_FOR > timezone.now()
            and self.round == self.article.next_number
            and self.article.state != Article.WITHDRAWN
        )


class Release(models.Model):
    """What readers read: a snapshot. `html` is the whole text, written once; `content` holds what else the page says:

    {"sections": [{"id", "role", "heading", "source", "html", "number"}], "sources": [{"title", "url", "note"}],
     "files": [id], "authors": [name], "team": name, "team_from": associations, "reviews": [{"name", "side", "on"}],
     "contact", "readers", "thanks": [name]}
    """

    id = models.UUIDField(primary_key=True, default=fresh_id)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=300, blank=True)
    html = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    licence = models.CharField(max_length=12)
    as_of = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=300, blank=True)  # what is new

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="release_number_once")]


class Citation(models.Model):
    """One page names another, in its newest release."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="citations")
    cited = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="cited_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "cited"], name="cited_once")]


class Check(models.Model):
    """An officer of a near municipality was asked whether a due page is still right; or a reader said it is not."""

    ASKED, RIGHT, WRONG = "asked", "right", "wrong"
    STATES = [(ASKED, _("gefragt")), (RIGHT, _("stimmt noch")), (WRONG, _("stimmt so nicht mehr"))]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="checks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=5, choices=STATES, default=ASKED)
    text = models.TextField(blank=True)
    asked_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "person", "asked_on"], name="checker_once")]

    @property
    def path(self) -> str:
        return f"/praxis/pruefen/{seal(self.pk, 'check')}/"


class Adoption(models.Model):
    """A municipality does it too, and what it changed. It belongs to the municipality: it stays when she goes."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="adoptions")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed = models.CharField(max_length=600, blank=True)
    on = models.DateField()

    class Meta:
        ordering = ["-on", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "municipality"], name="adopted_once")]
