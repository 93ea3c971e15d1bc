from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation import calendars, dates
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.once import once
from dreiklang.foundation.secret_links import seal
from dreiklang.groups.models import Group
from dreiklang.people.models import Person

HOLD = timedelta(minutes=30)


class Seats(models.Model):
    """The seats of something. The owner says what they belong to; who gets one is decided here and nowhere else."""

    BY_ARRIVAL, NEW_FIRST, BY_LOT = "arrival", "new_first", "lot"
    ORDERS = [
        (BY_ARRIVAL, _("zuerst die Kontingente, dann die Reihenfolge des Eingangs")),
        (NEW_FIRST, _("zuerst die Kontingente, dann wer neu im Amt ist, dann die Reihenfolge des Eingangs")),
        (BY_LOT, _("zuerst die Kontingente, dann das Los")),
    ]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    capacity = models.PositiveIntegerField("Plätze")
    open_to = models.CharField(max_length=60, default="members")  # a readers token: who may register
    closes_at = models.DateTimeField("Anmeldeschluss", null=True, blank=True)
    is_open = models.BooleanField(default=True)

    # First come, first served, or by application: then the panel decides, by the order that it states beforehand.
    by_application = models.BooleanField(default=False)
    lead = models.TextField(blank=True)  # what the call asks for, above the questions
    order = models.CharField(max_length=12, choices=ORDERS, default=BY_ARRIVAL)
    offer_days = models.PositiveSmallIntegerField(default=7)  # an offered seat lapses after so many
    joins = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    # What letters say about it; the owner keeps these true (actions/describing.py).
    title = models.CharField(max_length=200)
    address = models.CharField(max_length=200)  # path of its page
    where = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)  # for those who have a seat: access, what to bring
    link = models.URLField(blank=True, max_length=500)  # for those who have a seat: where it happens online
    entry = models.JSONField(default=dict)  # arguments of foundation.calendars.entry, or only `starts` and `ends`

    def __str__(self):
        return self.title

    @property
    def log_name(self) -> str:
        return f"seats:{self.pk}"

    def takes_registrations(self, now=None) -> bool:
        still = self.closes_at is None or (now or timezone.now()) < self.closes_at
        return self.is_open and still and not self.is_over

    @property
    def when(self) -> str:
        """Day and time in the reader's language; empty for seats without a date."""
        moments = [self.entry.get(name) for name in ("starts", "ends")]
        return dates.span(*map(datetime.fromisoformat, moments)) if all(moments) else ""

    @property
    def has_entry(self) -> bool:
        """Whether it stands in calendars. What goes on for months says only from when to when."""
        return "uid" in self.entry

    @property
    def starts(self) -> datetime | None:
        begins = self.entry.get("starts")
        return datetime.fromisoformat(begins) if begins else None

    @property
    def is_over(self) -> bool:
        ends = self.entry.get("ends")
        return bool(ends) and datetime.fromisoformat(ends) < timezone.now()

    def taken(self) -> int:
        return self.registrations.holding_a_seat().count()

    def calendar_entry(self, cancelled: bool = False):
        return calendars.entry(**self.entry, cancelled=cancelled)


class Registrations(models.QuerySet):
    @staticmethod
    def live(now) -> Q:
        """Not lapsed: who has not yet pressed the button behind her link, or not yet taken the seat that she was
        offered, has only until `held_until`."""
        return Q(held_until=None) | Q(held_until__gt=now)

    def active(self):
        return self.filter(self.live(timezone.now()), state__in=Registration.ACTIVE)

    def holding_a_seat(self):
        return self.filter(self.live(timezone.now()), state__in=Registration.SEATED)

    def waiting(self):
        return self.filter(self.live(timezone.now()), state=Registration.WAITING).order_by("ranking", "line")

    def undecided(self):
        return self.filter(state=Registration.APPLIED).order_by("line")

    def lapsed(self, now):
        return self.filter(state__in=Registration.ACTIVE, held_until__lte=now)

    def answered(self):
        """Without guests who have not yet pressed the button behind their link."""
        return self.filter(Q(held_until=None) | Q(state=Registration.OFFERED))

    def to_be_told(self):
        """Whoever has a seat, waits for one or applied, with an address that answered."""
        return self.active().answered().select_related("person")

    def tally(self):
        """(seats id, taken, waiting) a row, of those whose address has answered: else anybody could read off whether an
        address is registered already, by typing it and watching the figure."""
        seated, waits = Q(state__in=Registration.SEATED), Q(state=Registration.WAITING)
        return self.active().answered().order_by().values_list("seats").annotate(
            taken=models.Count("pk", filter=seated), waiting=models.Count("pk", filter=waits)
        )  # fmt: skip

    def of(self, person):
        return self.filter(person=person)

    def hers_now(self, person) -> list["Registration"]:
        """Her active ones with their seats, asked once a request: Heute asks from several rooms."""
        return once(("registrations", person.pk), lambda: list(self.active().of(person).select_related("seats")))


class Registration(models.Model):
    """One person's place in one thing: a seat, or a place in the line."""

    CONFIRMED, HELD, WAITING, CANCELLED, LAPSED, REMOVED = (
        "confirmed", "held", "waiting", "cancelled", "lapsed", "removed",
    )  # fmt: skip
    APPLIED, OFFERED, DECLINED, REJECTED = "applied", "offered", "declined", "rejected"  # by application only
    SEATED = (CONFIRMED, HELD, OFFERED)
    ACTIVE = (*SEATED, WAITING, APPLIED)
    STATES = [
        (CONFIRMED, _("bestätigt")), (HELD, _("gehalten")), (WAITING, _("Warteliste")), (CANCELLED, _("abgemeldet")),
        (LAPSED, _("verfallen")), (REMOVED, _("vom Team herausgenommen")), (APPLIED, _("Bewerbung eingegangen")),
        (OFFERED, _("Platz angeboten")), (DECLINED, _("Platz nicht angenommen")), (REJECTED, _("abgelehnt")),
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=fresh_id)  # may come with the form: a second click finds the first
    seats = models.ForeignKey(Seats, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    guest_name = models.CharField(max_length=120, blank=True)
    guest_email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="de")
    state = models.CharField(max_length=10, choices=STATES)
    line = models.PositiveIntegerField()  # order of arrival, given under the lock; the waiting list follows it
    held_until = models.DateTimeField(null=True)  # a guest must press the button till then, or an offer be taken
    registered_at = models.DateTimeField(default=timezone.now)

    # Of applications only.
    number = models.CharField(max_length=6, blank=True)  # opaque, stands on public pages: how she finds herself
    ranking = models.PositiveIntegerField(default=0)  # order of the waiting list, before `line`
    reason = models.TextField(blank=True)  # of the last decision; she reads it
    offer_letter = models.UUIDField(null=True)  # the letter that tells of the offer; before it left, nothing lapses
    is_reminded = models.BooleanField(default=False)  # that the offer lapses soon

    objects = Registrations.as_manager()

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["seats", "line"], name="line_once"),
            models.UniqueConstraint(
                fields=["seats", "person"], name="person_registered_once",
                condition=Q(state__in=("confirmed", "held", "waiting", "applied", "offered"), person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["seats", "guest_email"], name="guest_registered_once",
                condition=Q(state__in=("confirmed", "held", "waiting", "applied", "offered")) & ~Q(guest_email=""),
            ),
            models.UniqueConstraint(fields=["seats", "number"], name="number_once", condition=~Q(number="")),
        ]  # fmt: skip
        indexes = [models.Index(fields=["seats", "state", "line"]), models.Index(fields=["held_until"])]

    @property
    def name(self) -> str:
        return self.person.name if self.person_id else self.guest_name

    @property
    def email(self) -> str:
        return self.person.email if self.person_id else self.guest_email

    @property
    def recipient(self):
        """The opaque id under which letters to it are kept."""
        return self.person_id or self.pk

    @property
    def secret(self) -> str:
        return seal(self.pk, "registration")

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE and (self.held_until is None or self.held_until > timezone.now())

    @property
    def has_seat(self) -> bool:
        """Hers, held or offered: nobody else gets it."""
        return self.is_active and self.state in self.SEATED

    @property
    def is_offered(self) -> bool:
        return self.is_active and self.state == self.OFFERED

    @property
    def is_unanswered(self) -> bool:
        """A guest who has not yet pressed the button behind her link."""
        return self.held_until is not None and self.state != self.OFFERED

    def rank(self) -> int:
        """1 for the first in the waiting line."""
        before = Q(ranking__lt=self.ranking) | Q(ranking=self.ranking, line__lt=self.line)
        return self.seats.registrations.waiting().filter(before).count() + 1

    def next_line(self) -> int:
        last = Registration.objects.filter(seats=self.seats).aggregate(last=models.Max("line"))["last"]
        return (last or 0) + 1
