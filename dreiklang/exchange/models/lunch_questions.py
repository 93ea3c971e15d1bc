"""What is brought to a MittagsMeeting, what those present choose, and what came of it."""

import hmac
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Post, Question, Thread
from dreiklang.exchange.models.lunch import HOME, LunchMeeting
from dreiklang.foundation.dates import short_day
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.secret_links import seal
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.library.models import Article
from dreiklang.people.models import Person

KEPT_DAYS = 60
TAKE_BACK = "lunch question"  # purpose of the link by which an unnamed question is taken back
POINTS = 3


def showable():
    """The questions of the dialogue whose title may stand on the page of a meeting: what members read, nothing from a
    room that nothing leaves. Of a protected one the title alone, as it stands in the room."""
    there = Question.objects.there().free_to_leave()
    return there.filter(readers__in=(MEMBERS, PUBLIC), room__locked_at=None)


def pool():
    """Those of them that wait for the next meeting."""
    return showable().in_pool().filter(room__is_archived=False)


class LunchQuestions(models.QuerySet):
    def waiting(self):
        """Without a result. Oldest first; within a day by chance: the order does not say who wrote just now."""
        done = LunchItem.objects.with_result().exclude(question=None)
        return self.exclude(pk__in=done.values("question")).order_by("dropped_on", "pk")

    def stale(self, today: date):
        return self.filter(dropped_on__lte=today - timedelta(days=KEPT_DAYS))


class LunchQuestion(models.Model):
    """A question that somebody dropped in. Unnamed, nothing says whose it is: no author, no hour, no sealed voice. She
    takes it back with the link that her page showed once: made of the question, it is kept nowhere."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    text = models.CharField(max_length=300)
    author = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    dropped_on = models.DateField(default=timezone.localdate)

    objects = LunchQuestions.as_manager()

    @property
    def secret_path(self) -> str:
        return f"{HOME}zurueck/{seal(self.pk, TAKE_BACK)}/"

    @property
    def last_day(self) -> date:
        return self.dropped_on + timedelta(days=KEPT_DAYS)


class LunchItems(models.QuerySet):
    def in_order(self):
        return self.order_by("-is_in_work", "-points", "pk")

    def with_result(self):
        return self.exclude(hint="")

    def to_show(self) -> list["LunchItem"]:
        """In order, each with the thread that it may name: two queries, however many."""
        items = list(self.select_related("question", "question__author").in_order())
        ids = [item.thread_id for item in items if item.thread_id]
        threads = {one.pk: one for one in showable().select_related("room").filter(pk__in=ids)} if ids else {}
        for item in items:
            item.shown_thread = threads.get(item.thread_id)
        return items


class LunchItem(models.Model):
    """A question on the page of one meeting: how many points it got, and what came of it. No name, no author of a note;
    `number` is the version that two who write at once are told apart by."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    meeting = models.ForeignKey(LunchMeeting, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(LunchQuestion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    points = models.PositiveIntegerField(default=0)
    is_in_work = models.BooleanField(default=False)
    asked = models.CharField(max_length=300, blank=True)  # in the words of those who took it up
    hint = models.TextField(blank=True)
    hint_html = models.TextField(blank=True)
    knows_more = models.CharField(max_length=300, blank=True)
    agreed = models.CharField(max_length=300, blank=True)  # what somebody takes care of, and until when; not who
    agreed_until = models.DateField(null=True, blank=True)
    is_agreed_done = models.BooleanField(default=False)
    number = models.PositiveIntegerField(default=0)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = LunchItems.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "question"], name="lunch_question_once"),
            models.UniqueConstraint(fields=["meeting", "thread"], name="lunch_thread_once"),
        ]

    @property
    def path(self) -> str:
        return f"{self.meeting.path}frage/{self.pk}/"

    @property
    def title(self) -> str:
        """What is asked: in the words of the note, else of the question as long as it may be shown."""
        if self.asked:
            return self.asked
        if self.question_id:
            return self.question.text
        if self.shown_thread:
            return self.shown_thread.title
        return str(_("Eine Frage, die zurückgenommen wurde"))

    @cached_property
    def shown_thread(self) -> Thread | None:
        return showable().select_related("room").filter(pk=self.thread_id).first() if self.thread_id else None

    @property
    def is_open(self) -> bool:
        return not self.hint

    @property
    def is_agreed(self) -> bool:
        """Something is to be done, until a day."""
        return bool(self.agreed and self.agreed_until)

    @property
    def is_to_take(self) -> bool:
        """Somebody may still say that she takes care of it; whether another did is another question."""
        return self.is_agreed and not self.is_agreed_done and self.agreed_until >= timezone.localdate()


class LunchSalt(models.Model):
    """The random number of one meeting, without which no mark leads to anybody. Gone when the choosing ends; in no
    backup."""

    meeting = models.OneToOneField(LunchMeeting, on_delete=models.CASCADE, primary_key=True, related_name="salt")
    value = models.CharField(max_length=64)

    def mark_of(self, person) -> str:
        """The same for one person as long as the salt is there. Without the house's key the database alone tells
        nothing, not even then."""
        key = settings.SEAL_KEY + self.value.encode()
        return hmac.new(key, UUID(str(person.pk)).bytes, sha256).hexdigest()[:40]


class LunchPoints(models.Model):
    """How many of her points somebody gave to an item. Gone when the choosing ends; in no backup."""

    item = models.ForeignKey(LunchItem, on_delete=models.CASCADE, related_name="given")
    mark = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "mark"], name="lunch_points_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=POINTS), name="lunch_points_one_to_three"),
        ]


class LunchKnower(models.Model):
    """Who said of herself, with her card, that she knows more about it. At any time, not only at noon."""

    item = models.ForeignKey(LunchItem, on_delete=models.CASCADE, related_name="knowers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="lunch_knower_once")]


class LunchCares(models.QuerySet):
    def of(self, person):
        return self.filter(person=person, item__meeting__in=LunchMeeting.objects.visible_to(person))

    def open(self):
        return self.filter(item__is_agreed_done=False).exclude(item__agreed_until=None)

    def in_order(self):
        return self.order_by("item__agreed_until", "item__agreed", "pk")


class LunchCare(models.Model):
    """Who takes care of what was agreed on: she said so herself, at any time, and nobody else reads it. Others see that
    somebody does."""

    KEPT_DAYS = 30  # after the day until which it was to be done

    item = models.OneToOneField(LunchItem, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    objects = LunchCares.as_manager()

    @property
    def text(self) -> str:
        return self.item.agreed

    @property
    def due(self) -> date:
        return self.item.agreed_until

    @property
    def is_late(self) -> bool:
        return self.due < timezone.localdate()

    @property
    def place(self) -> str:
        return _("MittagsMeeting am %(day)s") % {"day": short_day(self.item.meeting.event.starts)}

    @property
    def page(self) -> str:
        return f"{self.item.meeting.path}#frage-{self.item_id}"

    @property
    def tick(self) -> str:
        return f"{self.item.path}verabredung/"
