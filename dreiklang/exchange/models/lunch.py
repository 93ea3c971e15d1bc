"""The MittagsMeeting as a standing series: its rhythm, its pauses, its dates."""

from datetime import date, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreiklang.events.models import Event
from dreiklang.foundation.models import fresh_id
from dreiklang.letters.quiet_hours import holiday_on, is_working_day
from dreiklang.people.models import Person
from dreiklang.people.rules import is_member

HOME = "/austausch/mittagsmeeting/"
OPENS_BEFORE = timedelta(
    minutes=15
)  # the way into the video room, and the latest moment for the choosing to begin early


class LunchSeries(models.Model):
    """When the MittagsMeeting takes place, and the one link under which it does. One row."""

    WEEKLY, FORTNIGHTLY, MONTHLY = "weekly", "fortnightly", "monthly"
    RHYTHMS = [
        (WEEKLY, gettext_lazy("jede Woche")),
        (FORTNIGHTLY, gettext_lazy("alle zwei Wochen")),
        (MONTHLY, gettext_lazy("einmal im Monat")),
    ]
    WEEKDAYS = [
        ("0", gettext_lazy("Montag")), ("1", gettext_lazy("Dienstag")), ("2", gettext_lazy("Mittwoch")),
        ("3", gettext_lazy("Donnerstag")), ("4", gettext_lazy("Freitag")),
    ]  # fmt: skip
    NTHS = [
        (1, gettext_lazy("erster")), (2, gettext_lazy("zweiter")), (3, gettext_lazy("dritter")),
        (4, gettext_lazy("vierter")), (5, gettext_lazy("letzter")),
    ]  # fmt: skip
    AHEAD = timedelta(weeks=8)

    title = models.CharField(max_length=80, default="MittagsMeetingIntegration")
    rhythm = models.CharField(max_length=11, choices=RHYTHMS, default=FORTNIGHTLY)
    weekdays = models.CharField(max_length=5, default="2")  # digits of WEEKDAYS
    nth = models.PositiveSmallIntegerField(choices=NTHS, default=1)  # of a monthly one
    first_on = models.DateField(default=timezone.localdate)  # from when on; every other week counts from its week
    begins = models.TimeField(default=time(12, 30))
    ends = models.TimeField(default=time(13, 30))
    link = models.URLField(max_length=500)
    access = models.TextField(blank=True)
    feed_key = models.UUIDField(default=fresh_id)  # of the calendar's address, the same for all: nobody is told apart
    changed_at = models.DateTimeField(auto_now=True)

    @classmethod
    def standing(cls) -> "LunchSeries | None":
        return cls.objects.order_by("pk").first()

    @property
    def said_rhythm(self) -> str:
        """'alle zwei Wochen: Mittwoch', 'einmal im Monat: erster Mittwoch'"""
        names = dict(self.WEEKDAYS)
        days = _(" und ").join(str(names[digit]) for digit in self.weekdays)
        if self.rhythm == self.MONTHLY:
            days = f"{self.get_nth_display()} {days}"
        return f"{self.get_rhythm_display()}: {days}"

    @property
    def calendar_path(self) -> str:
        return f"{HOME}kalender/{self.feed_key}.ics"

    def days(self, first: date, last: date) -> list[date]:
        """The days on which it is due from `first` to `last`, holidays and pauses not yet taken out."""
        number = (last - max(first, self.first_on)).days + 1
        days = (max(first, self.first_on) + timedelta(days=each) for each in range(number))
        return [day for day in days if self.is_due(day)]

    def is_due(self, day: date) -> bool:
        if day < self.first_on or str(day.weekday()) not in self.weekdays:
            return False
        if self.rhythm == self.FORTNIGHTLY:
            monday = day - timedelta(days=day.weekday())
            return (monday - (self.first_on - timedelta(days=self.first_on.weekday()))).days % 14 == 0
        if self.rhythm == self.MONTHLY:
            is_last = (day + timedelta(days=7)).month != day.month
            return is_last if self.nth == 5 else (day.day - 1) // 7 + 1 == self.nth
        return True

    @cached_property
    def all_pauses(self) -> list["LunchPause"]:
        return list(self.pauses.order_by("first"))

    def hindrance(self, day: date) -> str:
        """Why it does not take place on a day on which it is due; empty where it does."""
        for pause in self.all_pauses:
            if pause.first <= day <= pause.last:
                return pause.reason
        if is_working_day(day):
            return ""
        return holiday_on(day) or str(_("die meisten Rathäuser haben geschlossen"))


class LunchPause(models.Model):
    """From when to when it does not take place."""

    series = models.ForeignKey(LunchSeries, on_delete=models.CASCADE, related_name="pauses")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=80)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="lunch_pause_ends_later")]


class LunchMeetings(models.QuerySet):
    def visible_to(self, person):
        """Members alone."""
        return self if is_member(person) else self.none()

    def taking_place(self):
        return self.filter(event__state=Event.PUBLISHED)

    def to_come(self):
        return self.filter(event__ends__gt=timezone.now()).order_by("event__starts")

    def past(self):
        return self.filter(event__ends__lte=timezone.now()).order_by("-event__starts")


class LunchMeeting(models.Model):
    """One date of the series. Nothing in it says who came.

    `planned_on` is its day by the rhythm and stays in its address, also when the date is moved.
    """

    AHEAD, CHOOSING, OVER = "ahead", "choosing", "over"
    STAGES = [(AHEAD, gettext_lazy("vorher")), (CHOOSING, gettext_lazy("läuft")), (OVER, gettext_lazy("vorbei"))]
    LINES = 600  # signs in three lines

    series = models.ForeignKey(LunchSeries, on_delete=models.CASCADE, related_name="meetings")
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")
    planned_on = models.DateField(unique=True)
    is_moved = models.BooleanField(default=False)  # singly, by the team: the rhythm leaves it alone
    stage = models.CharField(max_length=8, choices=STAGES, default=AHEAD)
    pulse = models.PositiveIntegerField(default=0)  # grows with whatever changes on the page where one chooses
    host = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_morning_told = models.BooleanField(default=False)
    lines = models.TextField(blank=True)  # what came of it, for whoever missed it
    released_on = models.DateField(null=True, blank=True)

    objects = LunchMeetings.as_manager()

    @property
    def path(self) -> str:
        return f"{HOME}{self.planned_on.isoformat()}/"

    @property
    def is_on(self) -> bool:
        return self.event.starts - OPENS_BEFORE <= timezone.now() < self.event.ends and not self.event.is_cancelled

    @property
    def is_choosing(self) -> bool:
        return self.stage == self.CHOOSING


class LunchFollow(models.Model):
    """Which letters somebody wants. Says nothing of whether she comes."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    morning = models.BooleanField(default=False)
    lines = models.BooleanField(default=False)
