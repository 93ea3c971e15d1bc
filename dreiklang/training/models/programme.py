from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.events.models import Event
from dreiklang.events.models.meeting import coming_to
from dreiklang.foundation.models import fresh_id
from dreiklang.groups.models import Group
from dreiklang.groups.readers import tokens_of
from dreiklang.seats.models import Registration, Seats


class Programme(models.Model):
    """A further-training programme of building blocks. Read by everyone."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400)
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)
    entry = models.TextField(blank=True)  # who may take part, in plain words

    # The rule: what it takes. Pages say it with `rule`, training/progress.py counts by it.
    least_attendance = models.PositiveSmallIntegerField(default=80)  # percent of all planned sessions of a block
    excused_allowed = models.PositiveSmallIntegerField(
        default=1
    )  # so many announced absences a block count as attended
    least_blocks = models.PositiveSmallIntegerField(
        default=1
    )  # building blocks of the certificate, the required among them
    certificate_months = models.PositiveSmallIntegerField(null=True, blank=True)  # None: it does not expire
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(least_attendance__lte=100), name="attendance_is_a_share"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def rule(self) -> str:
        """What it takes to collect a block and to complete the programme, as everybody reads it."""
        return f"{self.rule_of_a_block} {self.rule_of_the_certificate}"

    @property
    def rule_of_a_block(self) -> str:
        attend = _(
            "Ein Kompetenzbaustein ist gesammelt, wenn mindestens %(percent)s Prozent seiner Sitzungen besucht sind."
        )
        said = [attend % {"percent": self.least_attendance}]
        if self.excused_allowed:
            excused = ngettext(
                "Eine vorher entschuldigte Sitzung je Baustein zählt wie besucht.",
                "Bis zu %(n)s vorher entschuldigte Sitzungen je Baustein zählen wie besucht.", self.excused_allowed,
            )  # fmt: skip
            said.append(excused % {"n": self.excused_allowed})
        return " ".join(said)

    @property
    def rule_of_the_certificate(self) -> str:
        blocks = ngettext(
            "Für das Zertifikat braucht es einen Baustein", "Für das Zertifikat braucht es %(n)s Bausteine",
            self.least_blocks,
        )  # fmt: skip
        return blocks % {"n": self.least_blocks} + self._said_of_the_required()

    def _said_of_the_required(self) -> str:
        letters = [block.letter for block in self.blocks.all() if block.is_required]
        return _(", darunter %(letters)s.") % {"letters": ", ".join(letters)} if letters else "."

    @property
    def path(self) -> str:
        return f"/weiterbildung/{self.slug}/"

    @property
    def version(self) -> str:
        return self.changed_at.isoformat()


class BuildingBlock(models.Model):
    """A Kompetenzbaustein: a collectable credit, earned by attendance."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="blocks")
    slug = models.SlugField(max_length=80)
    letter = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    is_required = models.BooleanField(default=False)
    is_announced = models.BooleanField(default=False)  # publicly named by the real programme; else an example
    summary = models.CharField(max_length=400)
    workload = models.CharField(max_length=160, blank=True)
    aims = models.JSONField(default=list)
    competences = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["letter"]
        constraints = [models.UniqueConstraint(fields=["programme", "slug"], name="block_slug_once")]

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"{self.programme.path}{self.slug}/"

    @property
    def version(self) -> str:
        return self.changed_at.isoformat()


class Runs(models.QuerySet):
    def visible_to(self, person):
        """A draft is seen by the team alone. The only way in."""
        return self if getattr(person, "is_team", False) else self.exclude(state=Run.DRAFT)

    def of(self, person):
        """In which this person takes part: she belongs to the cohort, has a seat in the run or is to come to a date."""
        if person is None or not person.is_authenticated:
            return self.none()
        groups, seats = _groups_and_seats(person)
        dates = BlockDate.objects.filter(_is_to_come(groups, seats)).values("run")
        return self.filter(Q(cohort__in=groups) | Q(seats__in=seats) | Q(pk__in=dates))

    def with_span(self):
        """With `starts` and `ends` of all their dates, None for a run without dates."""
        return self.annotate(starts=models.Min("dates__event__starts"), ends=models.Max("dates__event__ends"))


class Run(models.Model):
    """One time the programme runs (Durchgang), with its cohort. With seats of its own one applies to the whole run."""

    DRAFT, PUBLISHED = "draft", "published"
    STATES = [(DRAFT, "Entwurf"), (PUBLISHED, "veröffentlicht")]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="runs")
    title = models.CharField(max_length=120)
    cohort = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    seats = models.OneToOneField(Seats, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default=PUBLISHED)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Runs.as_manager()

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"{self.programme.path}durchgang/{self.pk}/"

    @property
    def is_draft(self) -> bool:
        return self.state == self.DRAFT

    @property
    def version(self) -> str:
        return self.changed_at.isoformat()


class Dates(models.QuerySet):
    def visible_to(self, person):
        return self.filter(event__in=Event.objects.visible_to(person), run__in=Run.objects.visible_to(person))

    def of(self, person):
        """To which this person is to come: with a seat where the event has seats, else with her group."""
        if person is None or not person.is_authenticated:
            return self.none()
        return self.filter(_is_to_come(*_groups_and_seats(person)))


def _groups_and_seats(person) -> tuple[list[str], models.QuerySet]:
    groups = [token.removeprefix("group:") for token in tokens_of(person) if token.startswith("group:")]
    return groups, Registration.objects.of(person).filter(state=Registration.CONFIRMED).values("seats")


def _is_to_come(groups, seats) -> Q:
    tokens = [f"group:{group}" for group in groups]
    with_group = Q(event__audience__in=groups) | Q(event__audience=None, event__readers__in=tokens)
    return Q(event__seats__in=seats) | Q(event__seats=None) & with_group


class BlockDate(models.Model):
    """A building block in a run: the event that carries it, whose sessions are the block's sessions."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="dates")
    block = models.ForeignKey(BuildingBlock, on_delete=models.CASCADE, related_name="dates")
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")

    objects = Dates.as_manager()

    class Meta:
        ordering = ["event__starts"]
        constraints = [models.UniqueConstraint(fields=["run", "block"], name="block_once_a_run")]

    def __str__(self):
        return f"{self.block.title}, {self.run.title}"

    def participants(self):
        """Whom it is for, as `Dates.of` says it. Not who joins a single session from another run."""
        return coming_to(self.event)
