"""A hall: a live audience asks, says what interests it too, and reads on the screen what is being answered.

Who asked is stored nowhere; who is interested only as the id of a row that `secret.py` makes of the hall's key."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import fresh_id
from dreiklang.groups.readers import MEMBERS, tokens_of
from dreiklang.people.models import Person

SIGNS = "34679CDFGHJKMNPQRTWXY"  # none looks or sounds like another, and without vowels they spell nothing
KEPT_DAYS = 30  # after its day: then everything goes


class Halls(models.QuerySet):
    def visible_to(self, person):
        """What her tokens open; also those that she opened; the team sees all."""
        if person is not None and person.is_authenticated and person.is_team:
            return self.all()
        reads = Q(readers__in=tokens_of(person))
        if person is not None and person.is_authenticated:
            reads |= Q(by=person.pk)
        return self.filter(reads)

    def in_order(self):
        """Those that are open, the next first; then those that are closed, the last first."""
        return self.order_by(F("closed_at").desc(nulls_first=True), "on", "title", "pk")


class Hall(models.Model):
    id = models.UUIDField(primary_key=True, default=fresh_id)
    code = models.CharField(max_length=8, unique=True)  # what the audience types
    title = models.CharField(max_length=150)
    on = models.DateField()
    readers = models.CharField(max_length=80, default=MEMBERS)  # a token: who reads it, and asks
    event_path = models.CharField(max_length=200, blank=True)  # of an event of this house, or nothing
    is_checked = models.BooleanField(default=False)  # a question waits until somebody takes it in
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.BinaryField(null=True)  # as a debate's: without it no like leads to anybody; gone at the end
    closed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = Halls.as_manager()

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"/dialog/debatten/saal/{self.code}/"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def gone_on(self):
        """The day on which all of it is deleted."""
        return self.on + timedelta(days=KEPT_DAYS)

    @property
    def closes_on(self):
        """The day on which it is closed at noon when nobody did before."""
        return self.on + timedelta(days=1)


class HallQuestions(models.QuerySet):
    def counted(self):
        """Each with `interest`: how many like it; after the end how many did."""
        return self.annotate(interest=Coalesce(F("likes_at_end"), Count("likes")))

    def shortlisted(self):
        return self.filter(state=HallQuestion.OPEN, place__isnull=False).order_by("place", "pk")


class HallQuestion(models.Model):
    LONGEST = 280  # signs
    WAITING, OPEN, ASIDE, ANSWERED, REMOVED = "waiting", "open", "aside", "answered", "removed"
    STATES = [
        (WAITING, _("wartet")), (OPEN, _("aufgenommen")), (ASIDE, _("beiseitegelegt")), (ANSWERED, _("beantwortet")),
        (REMOVED, _("entfernt")),  # by moderation, after a report
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=fresh_id)
    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveIntegerField()  # in the order in which they were asked; no time is kept
    text = models.CharField(max_length=LONGEST)
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    before = models.CharField(max_length=10, blank=True)  # the state to which it goes back
    place = models.PositiveIntegerField(null=True, blank=True)  # on the shortlist
    is_now = models.BooleanField(default=False)  # on the screen
    likes_at_end = models.PositiveIntegerField(null=True, blank=True)  # what stays of the likes

    objects = HallQuestions.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["hall", "number"], name="hall_question_number_once"),
            models.UniqueConstraint(fields=["hall"], condition=Q(is_now=True), name="one_question_on_the_screen"),
        ]

    def __str__(self):
        return self.text


class HallLike(models.Model):
    """That somebody is interested too. Its id is made of the hall's key, of who she is and of the question: so it is
    there once, and no two of one person look alike."""

    id = models.UUIDField(primary_key=True)
    question = models.ForeignKey(HallQuestion, on_delete=models.CASCADE, related_name="likes")
