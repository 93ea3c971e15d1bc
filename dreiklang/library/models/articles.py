from datetime import date, timedelta
from pathlib import Path

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.licences import CC_BY, LICENCES
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.once import once
from dreiklang.foundation.text import said_weight
from dreiklang.groups.models import Group
from dreiklang.groups.readers import MEMBERS, PUBLIC, tokens_of
from dreiklang.people.models import FieldOfAction, Person
from dreiklang.places.models import Land, Municipality


class Articles(models.QuerySet):
    def in_force(self):
        return self.filter(state=Article.IN_FORCE)

    def visible_to(self, person):
        """What was released, to whoever holds the token: the face for readers. A withdrawn page still says that."""
        return self.filter(readers__in=tokens_of(person), release__isnull=False)

    def worked_on_by(self, person):
        """Those who write it, who were asked to review it, who own it, its topic team and the programme team. What only
        a group reads, nobody works on who is not in it."""
        if person is None or not person.is_authenticated:
            return self.none()
        return self.filter(readers__in=tokens_of(person)) if person.is_team else self.of(person)

    def of(self, person):
        """What she works on herself, also when the programme team works on all."""
        tokens = tokens_of(person)
        groups = [token.removeprefix("group:") for token in tokens if token.startswith("group:")]
        articles = self.model.objects
        asked = {"reviews__person": person, "reviews__state__in": ["asked", "good", "objects"]}  # who declined is out
        hers = (
            models.Q(pk__in=articles.filter(authors__person=person).values("pk"))
            | models.Q(pk__in=articles.filter(**asked).values("pk"))
            | models.Q(owner=person)
            | models.Q(team__in=groups)
        )
        # What all members will read, its team works on also with a guest who is none.
        return self.filter(hers, models.Q(readers__in=tokens) | models.Q(readers=MEMBERS, team__in=groups))

    def open_to(self, person):
        """The workroom: whoever works on it, and all who will read it while the draft is out for comments."""
        hers = models.Q(pk__in=self.model.objects.worked_on_by(person).values("pk"))
        if person is not None and person.is_authenticated:
            hers |= models.Q(is_out_for_comments=True, readers__in=tokens_of(person))
        return self.filter(hers)

    def stale(self, today: date):
        return self.in_force().filter(checked_until__lt=today - Article.GRACE)

    def current(self, today: date):
        """In force and not outdated."""
        return self.in_force().exclude(checked_until__lt=today - Article.GRACE)

    def due(self, today: date):
        """To be checked now; that includes what is stale."""
        return self.in_force().filter(checked_until__lte=today)


class Article(models.Model):
    """A page of the PraxisPortal. It is written in its workroom; what is read is the newest `Release` of it.

    Facets, authors and dates here are the working ones: readers see those of the release.
    """

    OVERVIEW, PROPOSAL, POINTER = "overview", "proposal", "pointer"
    EXAMPLE, AID, DOSSIER = "example", "aid", "dossier"
    KINDS = [
        (OVERVIEW, _("Überblick")), (PROPOSAL, _("Vorschlag")), (POINTER, _("Hinweis")),
        (EXAMPLE, _("Praxisbeispiel")), (AID, _("Arbeitshilfe")), (DOSSIER, _("Dossier")),
    ]  # fmt: skip
    OF_A_TEAM = {OVERVIEW, PROPOSAL, POINTER}
    DRAFT, REVIEW, IN_FORCE, WITHDRAWN = "draft", "review", "in_force", "withdrawn"
    STATES = [
        (DRAFT, _("Entwurf")), (REVIEW, _("in Prüfung")), (IN_FORCE, _("in Kraft")), (WITHDRAWN, _("zurückgezogen")),
    ]  # fmt: skip
    GRACE = timedelta(days=28)  # from "geprüft bis" until the page counts as outdated
    # The duties of a funded post (VwV Integrationsbeauftragte, Baden-Württemberg), as one digit each in `duties`.
    DUTIES = [
        ("1", _("Ansprechstelle und Koordination")), ("2", _("Netzwerk")), ("3", _("Integrationsplan")),
        ("4", _("Interkulturelle Öffnung")), ("5", _("Gremien informieren")),
    ]  # fmt: skip
    SIZES = [
        ("a", _("Gemeinde unter 10.000")), ("b", _("Gemeinde oder Stadt mit 10.000 bis 20.000")),
        ("c", _("Stadt mit 20.000 bis 100.000")), ("d", _("Stadtkreis")), ("e", _("Landkreis")),
    ]  # fmt: skip
    COSTS = [
        ("none", _("keine")), ("low", _("unter 1.000 €")), ("middle", _("1.000 bis 10.000 €")),
        ("high", _("über 10.000 €")),
    ]  # fmt: skip
    STAFF = [
        ("low", _("wenige Stunden im Monat")), ("middle", _("bis 5 Stunden in der Woche")),
        ("high", _("mehr als 5 Stunden in der Woche")),
    ]  # fmt: skip
    DURATIONS = [("short", _("unter 3 Monate")), ("middle", _("3 bis 12 Monate")), ("long", _("über ein Jahr"))]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    # From the first release on, for good; a draft that was imported has it before.
    slug = models.SlugField(unique=True, null=True, blank=True, max_length=80)
    kind = models.CharField(max_length=8, choices=KINDS)
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=STATES, default=DRAFT)
    readers = models.CharField(max_length=80, default=MEMBERS)
    wished_readers = models.CharField(max_length=80, blank=True)  # once it is in force: only a release changes readers
    is_out_for_comments = models.BooleanField(default=False)  # whoever will read it may read the draft
    is_demo = models.BooleanField(default=False)

    fields = models.ManyToManyField(FieldOfAction, blank=True, related_name="+")
    duties = models.CharField(max_length=5, blank=True)  # digits of DUTIES
    sizes = models.CharField(max_length=5, blank=True)  # letters of SIZES; empty: for all
    land = models.ForeignKey(Land, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    cost = models.CharField(max_length=6, choices=COSTS, blank=True)  # a year; of a practice example, as the next two
    staff = models.CharField(max_length=6, choices=STAFF, blank=True)
    duration = models.CharField(max_length=6, choices=DURATIONS, blank=True)  # until it ran
    contact = models.CharField(max_length=300, blank=True)

    team = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    team_name = models.CharField(
        max_length=120, blank=True
    )  # stays when the team dissolves; with it no person is shown
    team_from = models.CharField(max_length=200, blank=True)  # of which associations it was made: "Städtetag, …"
    licence = models.CharField(max_length=12, choices=LICENCES, default=CC_BY)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # else the team

    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    release = models.ForeignKey("Release", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    as_of = models.DateField(null=True, blank=True)  # "Stand", of the release
    checked_until = models.DateField(null=True, blank=True)  # "geprüft bis"
    owner_told_on = models.DateField(null=True, blank=True)
    team_told_on = models.DateField(null=True, blank=True)
    neighbours_asked_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = Articles.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["readers", "kind", "-as_of"]),
            # SQLite keeps no statistics: by these two it finds the right way without. The second holds all that a list
            # counts, so that no article is read for it.
            models.Index(fields=["state", "-as_of", "-id"], name="newest_in_force"),
            models.Index(fields=["state", "kind", "land", "readers", "release"], name="counted_in_lists"),
            models.Index(fields=["state", "checked_until"]),
        ]

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        """Where it is read; before the first release there is only the workroom."""
        return f"/praxis/{self.slug}/" if self.release_id else self.workroom

    @property
    def workroom(self) -> str:
        return f"/praxis/entwuerfe/{self.pk}/"

    @property
    def next_readers(self) -> str:
        """Who reads it from the next release on."""
        return self.wished_readers or self.readers

    @property
    def next_number(self) -> int:
        """Of the release that is being prepared."""
        return self.release.number + 1 if self.release_id else 1

    @property
    def said_kind(self) -> str:
        """The same as Django's own, in a tenth of its time: it stands on every line of a list."""
        return _SAID_KINDS[self.kind]

    @property
    def is_example(self) -> bool:
        return self.kind == self.EXAMPLE

    def is_worked_on_by(self, person) -> bool:
        """The same as `worked_on_by`, asked once a request."""
        if not person.is_authenticated:
            return False
        works = Article.objects.worked_on_by(person).filter(pk=self.pk)
        return once(("works on", self.pk, person.pk), works.exists)

    def is_due(self, today: date) -> bool:
        return self.state == self.IN_FORCE and self.checked_until is not None and self.checked_until <= today

    def is_stale(self, today: date) -> bool:
        return self.is_due(today) and self.checked_until < today - self.GRACE

    @property
    def is_in_force(self) -> bool:
        return self.state == self.IN_FORCE

    @property
    def is_submitted(self) -> bool:
        """Handed in for the next release. A page in force stays so meanwhile; only a first draft changes its state."""
        return self.submitted_at is not None

    @property
    def has_changes(self) -> bool:
        """Something in the workroom differs from what readers read, or nobody reads it yet."""
        return not self.release_id or self.changed_at > self.release.at

    @property
    def stays_inside(self) -> bool:
        """Nobody from outside is let in, not even by a link to the one page."""
        return self.readers not in {PUBLIC, MEMBERS}


_SAID_KINDS = dict(Article.KINDS)


class Author(models.Model):
    """Who wrote it. The name stays when she leaves, unless she takes it with her."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="author_once")]


class Source(models.Model):
    """What the page rests on."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    note = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]


def somewhere(_file, name: str) -> str:
    """On the disk a file has a random name; how it was called is kept beside it and only shown."""
    return f"library/{fresh_id()}{Path(name).suffix.lower()}"


class File(models.Model):
    """A template or a working aid to take along. Readers find those that the release names."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to=somewhere)
    name = models.CharField(max_length=120)  # as it was called; for showing and saving only
    weight = models.PositiveIntegerField(default=0)  # bytes
    order = models.PositiveSmallIntegerField(default=0)
    downloads = models.PositiveIntegerField(default=0)  # in sum; by whom is nowhere
    is_gone = models.BooleanField(default=False)  # taken out of the draft; an older release may still name it

    class Meta:
        ordering = ["order", "title", "pk"]

    @property
    def path(self) -> str:
        return f"/praxis/dateien/{self.pk}/"

    @property
    def suffix(self) -> str:
        """'DOCX'"""
        return Path(self.name).suffix[1:].upper()

    @property
    def said_weight(self) -> str:
        return said_weight(self.weight)
