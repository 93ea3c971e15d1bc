import hmac
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreiklang.dialogue.models import Room, Thread
from dreiklang.dialogue.models.following import anywhere
from dreiklang.foundation.models import fresh_id
from dreiklang.groups.readers import tokens_of
from dreiklang.people.models import Person
from dreiklang.people.rules import is_member
from dreiklang.places.models import Association

STEP = 5  # askers: fewer are never said, and more only in steps
OPEN_DAYS = 84  # after its release; then it stands without an answer, and nobody joins it any more


def in_steps(number: int) -> int:
    """What is said of a number of people."""
    return number - number % STEP


class Signals(models.QuerySet):
    def visible_to(self, person):
        """Released ones: to members all, to everybody else what is public, to a ministry also what is addressed to it.
        The team sees what is proposed."""
        released, public = ~Q(state=Signal.PROPOSED), Q(is_public=True)
        if is_member(person):
            return self.all() if person.is_team else self.filter(released)
        if is_of_the_ministry(person):
            return self.filter(released & (public | Q(association=None)))
        return self.filter(released & public)

    def waiting(self):
        """For an answer."""
        return self.filter(state__in=[Signal.RELEASED, Signal.TAKEN_UP])

    def newest_first(self):
        return self.order_by(models.F("released_on").desc(nulls_first=True), "title", "pk")


def is_of_the_ministry(person) -> bool:
    """Its account, let into the room in which members ask it. Members who read there too are not the ministry."""
    if not person.is_authenticated or person.is_member:
        return False
    return Room.objects.filter(kind=Room.MINISTRY, readers__in=tokens_of(person)).exclude(readers="public").exists()


class Signal(models.Model):
    """What many ask, said in the words of the team, for an association or the ministry to answer in public. Without
    names: how many asked is said from five up and in steps of five, and nothing else of them is known here."""

    PROPOSED, RELEASED, TAKEN_UP, ANSWERED = "proposed", "released", "taken_up", "answered"
    STATES = [
        (PROPOSED, gettext_lazy("vorgeschlagen")),
        (RELEASED, gettext_lazy("freigegeben")),
        (TAKEN_UP, gettext_lazy("aufgegriffen")),
        (ANSWERED, gettext_lazy("beantwortet")),
    ]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    title = models.CharField(max_length=150)
    source = models.TextField()
    html = models.TextField()
    association = models.ForeignKey(Association, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_public = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=STATES, default=PROPOSED)
    bundled = models.PositiveIntegerField(default=0)  # askers of the questions, in steps
    at_least = models.PositiveIntegerField(default=0)  # with those who joined, in steps: the only number that is shown
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    released_on = models.DateField(null=True, blank=True)
    taken_up_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_as = models.CharField(max_length=120, blank=True)  # an institution
    answer_source = models.TextField(blank=True)
    answer_html = models.TextField(blank=True)

    objects = Signals.as_manager()

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"/austausch/signale/{self.pk}/"

    @property
    def addressee(self) -> str:
        """None is the ministry: each Land has one that is in charge."""
        return self.association.name if self.association_id else _("Ministerium")

    @property
    def is_waiting(self) -> bool:
        return self.state in {self.RELEASED, self.TAKEN_UP}

    @property
    def is_past_its_time(self) -> bool:
        return self.is_waiting and self.released_on <= timezone.localdate() - timedelta(days=OPEN_DAYS)

    @property
    def said_state(self) -> str:
        if self.state == self.RELEASED and self.is_past_its_time:
            return _("ohne Antwort")
        return str(self.get_state_display())

    def mark_of(self, person_id) -> str:
        """Stands for a person in this Signal. Without the key it leads to nobody, and not to another Signal."""
        return hmac.new(settings.SEAL_KEY, b"signal\0" + self.pk.bytes + person_id.bytes, sha256).hexdigest()


class SignalThread(models.Model):
    """A question that is bundled in a Signal: in one, so that nobody is counted in two."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="bundle")
    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="+")


class SignalSupport(models.Model):
    """That it concerns somebody too: a mark instead of a person, at a place in the table that says nothing of when."""

    id = models.BigAutoField(primary_key=True, default=anywhere)
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="supports")
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signal", "mark"], name="supports_once")]
