from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.debates import phases
from dreiklang.foundation.models import fresh_id
from dreiklang.groups.readers import MEMBERS, PUBLIC, tokens_of
from dreiklang.people.models import Person


class Debates(models.QuerySet):
    def visible_to(self, person):
        """What her tokens open; drafts for those who prepare them: whoever began it, and the team."""
        if person is not None and person.is_authenticated and person.is_team:
            return self.all()
        reads = models.Q(readers__in=tokens_of(person), is_draft=False)
        if person is not None and person.is_authenticated:
            reads |= models.Q(by=person.pk)
        return self.filter(reads)

    def without_texts(self):
        """For whoever answers: an answer is to cost little."""
        return self.defer("source", "html", "rules_source", "rules_html", "outcome_source", "outcome_html")

    def in_order(self):
        """Those in which one can answer, those to come, those that are over; of each the nearest first."""
        now = timezone.now()
        place = models.Case(
            models.When(ends__lte=now, then=2), models.When(votes_from__gt=now, then=1), default=0,
            output_field=models.IntegerField(),
        )  # fmt: skip
        return self.annotate(place=place).order_by("place", models.F("ends").desc(), "pk")


class Debate(models.Model):
    """A question to which many answer short statements. What happens when is said by `phases.py` alone."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(_("Die Frage"), max_length=200)
    source = models.TextField(blank=True)  # background, Markdown
    html = models.TextField(blank=True)  # of `source`, sanitised, written at saving
    rules_source = models.TextField(blank=True)  # by which statements are taken in or not: everybody reads it
    rules_html = models.TextField(blank=True)
    readers = models.CharField(max_length=80, default=MEMBERS)  # a token: who reads it, and takes part
    takes_guests = models.BooleanField(default=False)  # a public one is answered also without an account
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")  # whoever looks after it

    is_draft = models.BooleanField(default=True)
    collects_from = models.DateTimeField(null=True, blank=True)  # None: nobody proposes before the vote
    votes_from = models.DateTimeField(default=timezone.now)
    proposes_until = models.DateTimeField(null=True, blank=True)  # during the vote; None: until it begins
    ends = models.DateTimeField()

    hides_until_end = models.BooleanField(default=False)  # else results are open to whoever gave seven answers
    gives_rows = models.BooleanField(default=False)  # row by row in Polis's format: announced before the first vote
    # Out of it and the person the id is made under which she votes. Sealed with a key outside the database; at the end
    # it is destroyed, and from then on nobody can say what anybody voted.
    key = models.BinaryField(null=True)

    outcome_source = models.TextField(blank=True)  # what came of it
    outcome_html = models.TextField(blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Debates.as_manager()

    class Meta:
        ordering = ["-votes_from", "title"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("votes_from")), name="debate_ends_later"),
            models.CheckConstraint(
                condition=models.Q(takes_guests=False) | models.Q(readers=PUBLIC), name="guests_where_all_read"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"/dialog/debatten/{self.slug}/"

    @property
    def phase(self) -> str:
        return phases.phase_of(self, timezone.now())

    def allows(self, act: str) -> bool:
        return phases.allows(self, act, timezone.now())


class Statements(models.QuerySet):
    def accepted(self):
        return self.filter(state=Statement.ACCEPTED)

    def waiting(self):
        return self.filter(state=Statement.WAITING).order_by("proposed_on", "pk")


class Statement(models.Model):
    """One thought in one sentence, to which one says yes, no or passes."""

    LONGEST = 240  # signs
    WAITING, ACCEPTED, DECLINED, REMOVED = "waiting", "accepted", "declined", "removed"
    STATES = [
        (WAITING, _("wartet")), (ACCEPTED, _("aufgenommen")), (DECLINED, _("nicht aufgenommen")),
        (REMOVED, _("entfernt")),  # by moderation, after a report: from lists, results and the search
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=fresh_id)
    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField()  # as in exports, from 0, in the order in which they were proposed
    text = models.CharField(max_length=LONGEST)
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    reason = models.CharField(max_length=300, blank=True)  # why it was not taken in: everybody reads it
    is_seed = models.BooleanField(default=False)  # by those who prepare the debate
    # Who proposed it, until it is decided: she hears the decision, and nobody sees her name.
    proposer = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_on = models.DateField(default=timezone.localdate)
    priority = models.FloatField(default=1)  # how much is learnt by asking it next: set with each published state

    objects = Statements.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["debate", "number"], name="statement_number_once")]

    def __str__(self):
        return self.text
