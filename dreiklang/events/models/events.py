from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dreiklang.events.models.meeting import Part
from dreiklang.foundation import calendars, dates
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.text import fold
from dreiklang.groups.models import Group
from dreiklang.groups.readers import tokens_of
from dreiklang.seats.models import Registration, Seats


class Events(models.QuerySet):
    def visible_to(self, person):
        """What this person may see: what her tokens open or she has a part in, and for the team drafts too. The only
        way in."""
        if getattr(person, "is_team", False):
            return self
        opened = Q(readers__in=tokens_of(person))
        if person is not None and person.is_authenticated:
            hers = Part.objects.of(person).values("event")
            opened |= Q(pk__in=hers) | Q(part_of__in=hers)
        return self.exclude(state=Event.DRAFT).filter(opened)

    def upcoming(self):
        return self.filter(ends__gte=timezone.now()).order_by("starts")

    def past(self):
        return self.filter(ends__lt=timezone.now()).order_by("-starts")

    def taking_place(self):
        return self.filter(state=Event.PUBLISHED)

    def recent_and_upcoming(self):
        """For calendars that were subscribed to: what was called off must be seen there for a while."""
        return self.filter(ends__gte=timezone.now() - timedelta(days=90)).order_by("starts")

    def of(self, person):
        """Her own dates: with a seat in them or in their block, of her groups where nobody needs a seat, and what she
        leads or joins."""
        hers = Part.objects.of(person).values("event")
        seats = Registration.objects.of(person).filter(state=Registration.CONFIRMED).values("seats")
        tokens = [token for token in tokens_of(person) if token.startswith("group:")]
        groups = [token.removeprefix("group:") for token in tokens]
        no_seats = Q(seats=None) & (Q(part_of=None) | Q(part_of__seats=None))
        no_group = Q(audience=None) & (Q(part_of=None) | Q(part_of__audience=None))
        with_group = Q(audience__in=groups) | Q(audience=None, part_of__audience__in=groups)
        return self.exclude(state=Event.DRAFT).filter(
            Q(pk__in=hers) | Q(part_of__in=hers) | Q(seats__in=seats) | Q(seats=None, part_of__seats__in=seats)
            | no_seats & (with_group | no_group & Q(readers__in=tokens))
        )  # fmt: skip

    def containing(self, words: str):
        """Events whose title, summary or place holds every word, however it is written (umlauts, case)."""
        found = self
        for word in fold(words.replace("\0", " ")).split()[:8]:  # PostgreSQL takes no NUL
            found = found.filter(folded__contains=word)
        return found

    def standing_alone(self):
        """Events of the agenda: a session that belongs to a block stands there only where it is open to all."""
        return self.filter(Q(part_of=None) | Q(readers="public", seats__open_to="public"))


class Event(models.Model):
    """Something at a time, in a place or behind a link. A block is an event that holds others, its sessions."""

    LECTURE, WORKSHOP, SYMPOSIUM, MEETING, LUNCH, DIALOGUE, BLOCK, SESSION = (
        "lecture", "workshop", "symposium", "meeting", "lunch_meeting", "dialogue", "onsite_block", "session",
    )  # fmt: skip
    KINDS = [
        (LECTURE, _("Vortrag")), (WORKSHOP, _("Werkstatt")), (SYMPOSIUM, _("Fachtag")), (MEETING, _("Netzwerktreffen")),
        (LUNCH, _("MittagsMeetingIntegration")), (DIALOGUE, _("Dialogveranstaltung")), (BLOCK, _("Präsenzblock")),
        (SESSION, _("Sitzung")),
    ]  # fmt: skip
    DRAFT, PUBLISHED, CANCELLED = "draft", "published", "cancelled"
    STATES = [(DRAFT, _("Entwurf")), (PUBLISHED, _("veröffentlicht")), (CANCELLED, _("abgesagt"))]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField("Titel", max_length=200)
    kind = models.CharField("Art", max_length=20, choices=KINDS, default=LECTURE)
    part_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="sessions")
    summary = models.CharField("In einem Satz", max_length=300)
    source = models.TextField("Beschreibung", blank=True)
    html = models.TextField(blank=True)  # of `source`, sanitised, written at saving
    starts = models.DateTimeField("Beginn")
    ends = models.DateTimeField("Ende")
    place = models.CharField("Ort", max_length=160, blank=True)
    street = models.CharField("Anschrift", max_length=200, blank=True)
    place_for_registered = models.BooleanField("Ort nur für Angemeldete", default=False)
    link = models.URLField("Link zur Online-Teilnahme", blank=True, max_length=500)
    access = models.TextField("Barrierefreiheit und Zugang", blank=True)
    programme = models.TextField("Ablauf", blank=True)  # one line an item: "17:00 Begrüßung"
    picture = models.ImageField("Bild", blank=True, upload_to="events")
    picture_alt = models.CharField("Bildbeschreibung", max_length=250, blank=True)
    readers = models.CharField(max_length=60, default="public")
    audience = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")  # who comes
    state = models.CharField(max_length=10, choices=STATES, default=DRAFT)
    cancelled_because = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0)  # of the calendar entry: grows when the date moves
    folded = models.TextField(default="", editable=False)  # title, summary, place and speakers, for look-ups
    seats = models.OneToOneField(Seats, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source_url = models.URLField(blank=True, max_length=500)  # where a publicly announced event was announced
    has_material = models.BooleanField(default=False, editable=False)  # kept true by actions/material.py
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Events.as_manager()

    class Meta:
        ordering = ["starts", "title"]
        indexes = [models.Index(fields=["ends", "state"]), models.Index(fields=["starts"])]
        constraints = [models.CheckConstraint(condition=Q(ends__gt=models.F("starts")), name="event_ends_after_start")]

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"/veranstaltungen/{self.slug}/"

    @property
    def when(self) -> str:
        return dates.span(self.starts, self.ends)

    @property
    def where(self) -> str:
        """The place in one line, as everybody may read it."""
        if self.place_for_registered:
            return gettext("Den Ort erfahren Angemeldete mit der Bestätigung.")
        return self.whereabouts

    @property
    def whereabouts(self) -> str:
        """The place in one line, for whoever has a seat."""
        if self.place:
            return f"{self.place}, {self.street}" if self.street else self.place
        if self.link:
            return gettext("online")
        return self.street or gettext("Ort wird noch bekannt gegeben")

    @property
    def picture_path(self) -> str:
        """Browsers keep a picture for a day: another picture has another address."""
        return f"{self.path}bild.webp?v={int(self.changed_at.timestamp() * 1000)}"

    @property
    def version(self) -> str:
        """Of all that the team's form shows; the seats are also changed elsewhere."""
        return f"{self.changed_at.isoformat()} {self.seats.capacity if self.seats else '-'}"

    @property
    def goes_by_seats(self):
        """The id of the seats that decide who comes: its own, or those of its block."""
        return self.seats_id or (self.part_of.seats_id if self.part_of_id else None)

    @property
    def goes_by_group(self) -> str:
        """The token of the group that comes without registering, where there are no seats: its own, its block's, or the
        one that reads it. Empty where it is for no group."""
        if self.goes_by_seats:
            return ""
        if group := self.audience_id or (self.part_of.audience_id if self.part_of_id else None):
            return f"group:{group}"
        return self.readers if self.readers.startswith("group:") else ""

    def parts_to_come(self):
        """What falls with it when it is called off."""
        return self.sessions.taking_place().upcoming()

    @property
    def is_over(self) -> bool:
        return self.ends < timezone.now()

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.CANCELLED

    @property
    def is_draft(self) -> bool:
        return self.state == self.DRAFT

    def is_visible_to(self, person) -> bool:
        """What `visible_to` says, of an event that is at hand already."""
        if getattr(person, "is_team", False):
            return True
        return not self.is_draft and (self.readers in tokens_of(person) or self.has_part(person))

    def has_part(self, person, *roles: str) -> bool:
        """Whether she has a part in it or in its block; of these roles, where they are named."""
        if person is None or not person.is_authenticated:
            return False
        return any(part.person_id == person.pk and (not roles or part.role in roles) for part in self.all_parts)

    @cached_property
    def all_parts(self) -> list[Part]:
        """Who has a part in it or in its block; asked once, however many rules want to know."""
        return list(Part.objects.filter(event__in=filter(None, (self.pk, self.part_of_id))))

    @staticmethod
    def seat_counts(events) -> dict:
        """{seats id: (taken, waiting)} for a list of events, in one query whatever its length."""
        ids = [event.seats_id for event in events if event.seats_id]
        rows = Registration.objects.filter(seats__in=ids).tally() if ids else ()
        return {pk: (0, 0) for pk in ids} | {pk: (taken, waiting) for pk, taken, waiting in rows}

    def programme_items(self) -> list[tuple[str, str]]:
        """(time, title) of each line; a line without a time has an empty one."""
        items = []
        for line in filter(None, map(str.strip, self.programme.splitlines())):
            first, _space, rest = line.partition(" ")
            items.append((first, rest) if first[:1].isdigit() and ":" in first else ("", line))
        return items

    def entry(self, site: str) -> dict:
        """Keyword arguments of foundation.calendars.entry, as everybody may read them."""
        return {
            "uid": str(self.pk), "title": self.title, "starts": self.starts.isoformat(), "ends": self.ends.isoformat(),
            "place": self.where, "url": site + self.path, "description": self.summary, "sequence": self.sequence,
        }  # fmt: skip

    def entry_for_those_who_come(self) -> dict:
        """The same with the place and the room, even where others do not read them."""
        entry = self.entry(settings.SITE_URL)
        if self.link:
            room = gettext("Online-Raum: %(address)s") % {"address": f"{settings.SITE_URL}{self.path}raum/"}
            entry["description"] = f"{self.summary}\n\n{room}"
        return entry | {"place": self.whereabouts}

    def calendar_entry(self, site: str, *, is_hers: bool = False):
        """As everybody may read it; `is_hers`: for somebody who comes, with the place and the room."""
        entry = self.entry_for_those_who_come() if is_hers else self.entry(site)
        return calendars.entry(**entry, cancelled=self.is_cancelled)
