from datetime import timedelta
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.once import ask_anew, once
from dreiklang.foundation.prepared import Prepared
from dreiklang.groups.readers import MEMBERS, holds, tokens_of, tokens_of_all
from dreiklang.people.models import Person
from dreiklang.places.models import Association


class Rooms(models.QuerySet):
    def visible_to(self, person):
        """What she may not read does not exist, also not by name. A locked room is there and says that it is locked."""
        return self.filter(readers__in=tokens_of(person))

    def open_to(self, person):
        """In which she may write now."""
        return self.visible_to(person).filter(writers__in=tokens_of(person), locked_at=None, is_archived=False)

    def in_order(self):
        return self.order_by("order", "title")


class Room(models.Model):
    """Where one writes among a stated circle of readers: an association's circle, a cohort, a region, a topic."""

    CIRCLE, COHORT, REGION, TOPIC, MINISTRY = "circle", "cohort", "region", "topic", "ministry"
    KINDS = [
        (CIRCLE, _("Verbandskreis")),
        (COHORT, _("Jahrgang")),
        (REGION, _("Regionalrunde")),
        (TOPIC, _("Thema")),
        (MINISTRY, _("Fragen an das Ministerium")),
    ]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    slug = models.SlugField(unique=True, max_length=60)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=KINDS, default=TOPIC)
    about = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=50)
    association = models.ForeignKey(Association, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    readers = models.CharField(max_length=80, default=MEMBERS)  # a token: who reads
    writers = models.CharField(max_length=80, default=MEMBERS)  # a token: who of the readers writes
    stays_inside = models.BooleanField(default=False)  # no text of it in mails, feeds, exports, search
    takes_protected = models.BooleanField(default=True)  # one may ask under a trait line
    kept_months = models.PositiveSmallIntegerField(null=True, blank=True)  # threads fade; None: they stay

    needs_approval = models.BooleanField(default=False)  # a post appears when a moderator says so
    pause = models.PositiveSmallIntegerField(default=0)  # minutes between two posts of one person in one thread
    locked_at = models.DateTimeField(null=True, blank=True)  # nobody but its moderators reads or writes
    is_archived = models.BooleanField(default=False)  # read, no longer written
    is_crisis = models.BooleanField(default=False)  # where threads of the crisis board open

    objects = Rooms.as_manager()

    A_MONTH = timedelta(days=31)  # of `kept_months`: rather a day late than a day early

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"/dialog/raeume/{self.slug}/"

    @property
    def is_a_groups(self) -> bool:
        return self.readers.startswith("group:")

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


class Moderators(models.QuerySet):
    def of(self, person):
        """What she looks after, as long as she reads it: whoever left a circle decides and reveals nothing there."""
        return self.filter(person=person.pk, room__readers__in=tokens_of(person))

    def rooms_of(self, person) -> frozenset:
        """The ids of these rooms, asked once a request."""
        if person is None or not person.is_authenticated:
            return frozenset()
        return once(("moderates", person.pk), lambda: self._rooms_of(person))

    def _rooms_of(self, person) -> frozenset:
        """The same as `of`, by a shorter question."""
        return frozenset(room for room, readers in _MODERATED(person=person.pk) if holds(person, readers))

    def standing(self) -> list["Moderator"]:
        """The same of all people who can sign in. Two queries, however many rooms and people."""
        rows = list(self.filter(person__in=Person.objects.able()).select_related("room", "person"))
        held = tokens_of_all({row.person_id: row.person for row in rows}.values())
        return [row for row in rows if row.room.readers in held[row.person_id]]


class Moderator(models.Model):
    """Who looks after a room. A relation to the room, no role in the house: a moderator is one of its readers."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="moderators")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    objects = Moderators.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="moderator_once")]


_MODERATED = Prepared(
    lambda person: Moderator.objects.filter(person=person).values_list("room", "room__readers"), person=UUID
)


def forget_rooms_of(person) -> None:
    """What she looks after is another than before: the same request asks anew."""
    ask_anew(("moderates", person.pk))
