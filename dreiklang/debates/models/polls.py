"""Polls: a consent round, dots, a ranking. One core for all: that somebody took part stands in a plain list; what she
said lies apart from it, under an id that `secret.py` makes. At the end it is counted, told in `result`, and gone."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import fresh_id
from dreiklang.groups.models import Membership
from dreiklang.groups.readers import MEMBERS, roles_of, tokens_of
from dreiklang.people.models import Person


class Polls(models.QuerySet):
    def visible_to(self, person):
        """What she may answer; drafts for whoever speaks for the group, or begins them in the programme team, which
        does not read what a group asks itself."""
        if person is None or not person.is_authenticated:
            return self.none()
        speaks = [f"group:{pk}" for pk, role in roles_of(person).items() if role == Membership.SPEAKER]
        reads = models.Q(readers__in=tokens_of(person), is_draft=False) | models.Q(readers__in=speaks)
        if person.is_team:
            reads |= ~models.Q(readers__startswith="group:") | models.Q(by=person.pk)
        return self.filter(reads)

    def running(self):
        return self.filter(is_draft=False, ends__gt=timezone.now())

    def in_order(self):
        """Those in preparation, those that run, the next end first, then what is over, the latest first."""
        now = timezone.now()
        over = models.When(is_draft=False, ends__lte=now, then=1)
        place = models.Case(over, default=0, output_field=models.IntegerField())
        left = models.Case(models.When(ends__gt=now, then="ends"), default=None)
        return self.annotate(place=place, left=left).order_by("place", "-is_draft", "left", "-ends", "pk")


class Poll(models.Model):
    CONSENT, DOTS, RANKING = "consent", "dots", "ranking"
    KINDS = [(CONSENT, _("Konsent")), (DOTS, _("Punkte")), (RANKING, _("Rangfolge"))]
    FEWEST_OPTIONS, MOST_OPTIONS, MOST_DOTS = 2, 12, 20

    id = models.UUIDField(primary_key=True, default=fresh_id)
    kind = models.CharField(max_length=10, choices=KINDS)
    question = models.CharField(max_length=200)  # of a consent round: the proposal
    source = models.TextField(blank=True)  # background, Markdown
    html = models.TextField(blank=True)
    readers = models.CharField(max_length=80, default=MEMBERS)  # a token: who answers, and reads the result
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    is_draft = models.BooleanField(default=True)
    ends = models.DateTimeField()
    dots = models.PositiveSmallIntegerField(default=5)  # that everybody has
    most = models.PositiveSmallIntegerField(default=3)  # of them for one option

    # Out of it and the person the id of her ballot is made: as `Debate.key`. None in a draft and after the end.
    key = models.BinaryField(null=True)
    result = models.JSONField(null=True)  # what tallies.py tells, once; with the words of a consent round
    outcome_source = models.TextField(blank=True)  # what came of it
    outcome_html = models.TextField(blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Polls.as_manager()

    def __str__(self):
        return self.question

    @property
    def path(self) -> str:
        return f"/dialog/debatten/umfragen/{self.pk}/"

    @property
    def is_running(self) -> bool:
        return not self.is_draft and timezone.now() < self.ends

    @property
    def is_over(self) -> bool:
        return not self.is_draft and timezone.now() >= self.ends

    @property
    def is_of_a_group(self) -> bool:
        return self.readers.startswith("group:")


class PollOption(models.Model):
    LONGEST = 200  # signs

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField()  # from 0, as they were written
    text = models.CharField(max_length=LONGEST)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="option_number_once")]

    def __str__(self):
        return self.text


class Turnout(models.Model):
    """That a member took part in a poll: so that only those who have not are reminded, and all hear the result."""

    id = models.UUIDField(primary_key=True, default=fresh_id)  # random: numbers would tell the order
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="turns_out_once")]


class Ballot(models.Model):
    """What somebody says, until the poll ends. No time, no order, nobody's name."""

    id = models.UUIDField(primary_key=True)  # of the poll's key and of who she is
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="+")
    # consent: {"stance": "agree", "words": ""} · dots: [3, 0, 2], by option · ranking: [2, 0, 1], the best first
    said = models.JSONField()
