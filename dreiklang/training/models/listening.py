"""What the programme hears back, and what becomes of it. How it is shown is for training/results.py alone to say."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import fresh_id
from dreiklang.people.models import FieldOfAction, Person
from dreiklang.training.models.programme import BlockDate, BuildingBlock, Programme, Run


class Evaluation(models.Model):
    """The anonymous questions about one block of one run. It opens when the block ends, for a number of days."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    date = models.OneToOneField(BlockDate, on_delete=models.CASCADE, related_name="evaluation")
    days = models.PositiveSmallIntegerField(default=14)
    open_since = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    is_reminded = models.BooleanField(default=False)
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(open_since=None, closes_at=None) | Q(closes_at__gt=models.F("open_since")),
                name="evaluation_closes_later",
            )
        ]

    def __str__(self):
        return str(self.date)

    @property
    def path(self) -> str:
        return f"{self.date.run.path}{self.date.block.slug}/rueckmeldung/"

    @property
    def last_day(self):
        """A moment of the last day on which one may answer."""
        return self.closes_at - timedelta(seconds=1)

    @property
    def is_open(self) -> bool:
        return self.open_since is not None and timezone.now() < self.closes_at

    @property
    def is_closed(self) -> bool:
        return self.closes_at is not None and self.closes_at <= timezone.now()


class Question(models.Model):
    """One question and the box its answers lie in: values in their own order, which tells nothing of who came when,
    and nothing that would tie the answers of one person together."""

    SCALE, TEXT, FIELDS = "scale", "text", "fields"
    KINDS = [(SCALE, "fünf Stufen"), (TEXT, "offen"), (FIELDS, "Handlungsfelder")]

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=KINDS)
    text = models.CharField(max_length=300)
    box = models.JSONField(default=list)  # steps 0 to 4, texts, or slugs of fields of action; always sorted
    answered = models.PositiveIntegerField(default=0)  # so many people

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "order"], name="question_order_once")]


class Ticket(models.Model):
    """That somebody may answer once. All are made together before the first answer; answering closes hers."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="tickets")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "person"], name="ticket_once")]


class Rating(models.Model):
    """How somebody sees a competence of her own before and after a block. Read by herself, by nobody else ever."""

    date = models.ForeignKey(BlockDate, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    competence = models.CharField(max_length=300)  # as the block said it then
    before = models.PositiveSmallIntegerField(null=True, blank=True)  # 0 to 4
    after = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["date", "person", "competence"], name="rating_once"),
            models.CheckConstraint(
                condition=(Q(before=None) | Q(before__lte=4)) & (Q(after=None) | Q(after__lte=4)),
                name="rating_has_five_steps",
            ),
        ]


class Need(models.Model):
    """A need that another room heard of: a question of the dialogue, a wish. `origin` names it there, opaquely."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    field = models.ForeignKey(FieldOfAction, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    origin = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "field", "origin"], name="need_once")]


class Proposal(models.Model):
    """What could be different in the next run, made by the team of needs. Participants read what became of it."""

    OPEN, TAKEN, DECLINED = "open", "taken", "declined"
    STATES = [(OPEN, _("offen")), (TAKEN, _("übernommen")), (DECLINED, _("nicht übernommen"))]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="proposals")
    block = models.ForeignKey(BuildingBlock, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=STATES, default=OPEN)
    reason = models.TextField(blank=True)
    proposed_on = models.DateField(default=timezone.localdate)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_on", "text"]


class BlockChange(models.Model):
    """What is different in a block since when, and why: "Geändert am …: …, weil …". Read by everyone."""

    block = models.ForeignKey(BuildingBlock, on_delete=models.CASCADE, related_name="changes")
    proposal = models.OneToOneField(Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=300)
    because = models.CharField(max_length=300)
    changed_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-changed_on", "-pk"]


class PracticeProject(models.Model):
    """What somebody takes home from a run to do there. Hers: the cohort reads its title only where she says so."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=160)
    aim = models.TextField()
    field = models.ForeignKey(FieldOfAction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    first_sign = models.CharField(max_length=300, blank=True)
    is_shared = models.BooleanField(default=False)
    is_asked = models.BooleanField(default=True)  # False: she wants no more letters about it
    named_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "person"], name="project_once_a_run")]

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"{self.run.path}praxisprojekt/"


class FollowUp(models.Model):
    """That we asked what became of a project, some months after it was named, and what she answered."""

    RUNNING, DONE, CHANGED, GIVEN_UP, NOT_BEGUN = "running", "done", "changed", "given_up", "not_begun"
    STATES = [
        (RUNNING, _("läuft")), (DONE, _("umgesetzt")), (CHANGED, _("verändert")), (GIVEN_UP, _("aufgegeben")),
        (NOT_BEGUN, _("noch nicht begonnen")),
    ]  # fmt: skip
    AFTER = (3, 6)  # months

    project = models.ForeignKey(PracticeProject, on_delete=models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=STATES, blank=True)  # empty: not answered
    outcome = models.TextField(blank=True)
    would_help = models.TextField(blank=True)
    is_skipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["months"]
        constraints = [models.UniqueConstraint(fields=["project", "months"], name="asked_once")]


class ProjectSum(models.Model):
    """How many projects of a run stand where, as the team reads it. Counted anew only when five more have answered,
    so that two readings never differ by one person."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    months = models.PositiveSmallIntegerField()
    answered = models.PositiveIntegerField()
    states = models.JSONField(default=dict)  # {state: projects}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "months"], name="sum_once")]
