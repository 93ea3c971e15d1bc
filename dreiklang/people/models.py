import hmac
from datetime import date
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.text import spellings
from dreiklang.places.models import Association, Municipality


class FieldOfAction(models.Model):
    """A term of the one taxonomy (Handlungsfeld) that people, and later questions and pages, carry."""

    slug = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=80)
    facet = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.name


class People(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)  # without one: sign-in by mail code
        person.save(using=self._db)
        return person

    def team(self):
        """Whoever of the programme team can act: demo people cannot sign in once the house is not a demo any more."""
        return self.able().filter(is_team=True)

    def able(self):
        """Whoever can sign in."""
        return self.filter(self.are_able())

    @staticmethod
    def are_able(of: str = "") -> models.Q:
        """The same as a condition, also on what belongs to a person: `of` is the way to her, "person__"."""
        able = models.Q((f"{of}is_active", True))
        return able if settings.DEMO else able & models.Q((f"{of}is_demo", False))

    def called(self, words: str):
        """Whoever has this address, or a name with every one of these words."""
        named = models.Q()
        for spelt in spellings(words, most=5):
            named &= models.Q(*[("name__icontains", each) for each in spelt], _connector=models.Q.OR)
        email = words.replace("\0", " ").strip().lower()
        return self.able().filter(models.Q(email=email) | named).order_by("name")


class Person(AbstractBaseUser):
    """Somebody with an account. There is no "last seen": the column that Django brings is taken out."""

    last_login = None

    id = models.UUIDField(primary_key=True, default=fresh_id)
    email = models.EmailField("E-Mail-Adresse", unique=True)
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="de")
    fields_of_action = models.ManyToManyField(FieldOfAction, related_name="+", blank=True)
    is_member = models.BooleanField(default=True)  # else, for a ministry, what is public and the groups that she is in
    is_team = models.BooleanField(default=False)
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = People()

    def __str__(self):
        return self.name

    @property
    def current_tenure(self) -> "Tenure | None":
        return self.tenures.current().select_related("office__municipality__district").first()

    @property
    def current_office(self) -> "Office | None":
        tenure = self.current_tenure
        return tenure.office if tenure else None


class Office(models.Model):
    """The post (Stelle) of a municipality. It outlives whoever holds it."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, default="Integrationsbeauftragte")
    share = models.DecimalField(
        "Stellenumfang", max_digits=3, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )  # fmt: skip
    association = models.ForeignKey(Association, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")


class Tenures(models.QuerySet):
    def current(self):
        today = timezone.localdate()
        return self.filter(models.Q(held_to=None) | models.Q(held_to__gte=today), held_from__lte=today)


class Tenure(models.Model):
    """Who holds an office from when to when."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="tenures")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tenures")
    held_from = models.DateField(default=timezone.localdate)
    held_to = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)  # when somebody of the team said yes to her in this office

    objects = Tenures.as_manager()

    class Meta:
        ordering = ["-held_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(held_to=None) | models.Q(held_to__gte=models.F("held_from")),
                name="tenure_ends_later",
            )
        ]

    @property
    def is_current(self) -> bool:
        """The same as `current()`, for rows that are at hand."""
        today = timezone.localdate()
        return self.held_from <= today and (self.held_to is None or self.held_to >= today)


ON_A_CARD = ("fields_of_action", "tenures__office__municipality__district")  # of a person


class Releases(models.QuerySet):
    def standing(self):
        """Of members who can sign in: nobody else has a card."""
        return self.filter(People.are_able("person__"), person__is_member=True)

    def visible_to(self, person):
        """Members find each other. For everybody else nobody is there, and for whoever is blocked not who blocked her:
        she notices no more than that somebody can no longer be found."""
        if not getattr(person, "is_member", False):
            return self.none()
        return self.standing().exclude(person__in=Block.objects.filter(whom=person).values("person"))

    def public(self):
        """Whoever stands, for all, on the page of her municipality."""
        return self.standing().filter(shows_municipality=Level.PUBLIC)

    def tellings(self, people, reader) -> list["Telling"]:
        """What the cards of these people (ids) tell `reader` in a line, a row for each tenure. It asks as `visible_to`
        does, written out: it stands on every page of a thread, and making the words of the query took a seventh of its
        time. `tests/test_releasing.py` holds the two together."""
        if not people or not getattr(reader, "is_member", False):
            return []
        pk = Person._meta.pk.get_db_prep_value
        among = ", ".join(["%s"] * len(people))
        demo = "" if settings.DEMO else "AND NOT person.is_demo"
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT card.person_id, card.id, card.shows_function, person.function, card.shows_municipality,
                    tenure.held_from, tenure.held_to, place.name
                FROM people_release AS card
                JOIN people_person AS person ON person.id = card.person_id
                LEFT JOIN people_tenure AS tenure ON tenure.person_id = card.person_id
                LEFT JOIN people_office AS office ON office.id = tenure.office_id
                LEFT JOIN places_municipality AS place ON place.key = office.municipality_id
                WHERE card.person_id IN ({among}) AND person.is_active AND person.is_member {demo}
                    AND NOT EXISTS (
                        SELECT 1 FROM people_block WHERE person_id = card.person_id AND whom_id = %s
                    )
                """,  # noqa: S608 – marks for values, and a condition of ours
                [*(pk(one, connection) for one in people), pk(reader.pk, connection)],
            )
            return [_telling(row) for row in cursor.fetchall()]

    def with_cards(self):
        """With all that a card says, in the same number of queries for one and for many."""
        return self.select_related("person").prefetch_related(*(f"person__{name}" for name in ON_A_CARD))


class Telling(NamedTuple):
    """Of one card and one tenure of its person; without a tenure the last three are None."""

    person: UUID
    card: UUID
    shows_function: bool
    function: str
    shows_municipality: bool
    held_from: date | None
    held_to: date | None
    place: str | None


def _telling(row) -> Telling:
    """SQLite gives ids and days as text."""
    person, card, shows_function, function, shows_municipality, since, until, place = row
    if isinstance(person, str):
        person, card = UUID(person), UUID(card)
        since, until = (date.fromisoformat(day) if isinstance(day, str) else day for day in (since, until))
    return Telling(person, card, bool(shows_function), function, bool(shows_municipality), since, until, place)


class Level(models.IntegerChoices):
    """Who reads a thing of a card. What is for all stands on the page of her municipality, as its contact."""

    ME = 0, _("nur ich")
    MEMBERS = 1, _("Mitglieder")
    PUBLIC = 2, _("alle")


def _level():
    return models.IntegerField(choices=Level, default=Level.ME)


class Release(models.Model):
    """What a person lets others see of her: her card. There is one only while she can be found, by her name; of the
    rest each thing has its level, and is as it is now."""

    LEVELS = ("function", "municipality", "fields", "offer", "seeks", "phone", "link", "photo")
    FOLDER = "people"

    id = models.UUIDField(primary_key=True, default=fresh_id)  # in the address; a new one whenever she begins anew
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    shows_function, shows_municipality, shows_fields = _level(), _level(), _level()
    shows_offer, shows_seeks, shows_phone, shows_link, shows_photo = _level(), _level(), _level(), _level(), _level()
    offer = models.CharField(max_length=300, blank=True)  # "Ich kann helfen bei …"
    seeks = models.CharField(max_length=300, blank=True)  # "Ich suche …"
    phone = models.CharField(max_length=40, blank=True)
    link = models.URLField(max_length=300, blank=True)
    photo = models.ImageField(blank=True, upload_to=FOLDER)
    allows_vcard = models.BooleanField(default=False)

    objects = Releases.as_manager()

    @property
    def path(self) -> str:
        return self.path_of(self.pk)

    @staticmethod
    def path_of(pk) -> str:
        return f"/austausch/kolleginnen/{pk}/"

    @property
    def photo_path(self) -> str:
        """Browsers keep a picture for a day: another picture has another address."""
        return f"{self.path}foto/{self.photo_mark}/" if self.photo else ""

    @property
    def photo_mark(self) -> str:
        """Of this card and this picture, with the house's key: whoever has not seen the address cannot make it."""
        told = f"{self.pk}{self.photo.name}".encode()
        return hmac.new(settings.SEAL_KEY, told, "sha256").hexdigest()[:24]

    @property
    def is_public(self) -> bool:
        """Without her municipality there is no page on which she would stand."""
        return self.shows_municipality == Level.PUBLIC

    def face(self, level: Level = Level.MEMBERS) -> "Face":
        return Face(self, level)


class Face:
    """A card as those of a level see it; what they do not see is empty."""

    def __init__(self, card: Release, level: Level):
        self.card, self.person = card, card.person
        self._tenure = next((tenure for tenure in card.person.tenures.all() if tenure.is_current), None)
        self._shown = {name for name in Release.LEVELS if getattr(card, f"shows_{name}") >= level}

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def path(self) -> str:
        return self.card.path

    @property
    def function(self) -> str:
        """Empty once she has left her office: what she was called there is no longer true."""
        has_left = self.person.tenures.all() and not self._tenure
        return self.person.function if "function" in self._shown and not has_left else ""

    @property
    def municipality(self) -> Municipality | None:
        return self._tenure.office.municipality if "municipality" in self._shown and self._tenure else None

    @property
    def confirmed_on(self) -> date | None:
        """Since when somebody of the team stands for it that she holds this office."""
        return self._tenure.confirmed_on if self.municipality else None

    @property
    def fields(self) -> list[str]:
        return [field.name for field in self.person.fields_of_action.all()] if "fields" in self._shown else []

    @property
    def offer(self) -> str:
        return self.card.offer if "offer" in self._shown else ""

    @property
    def seeks(self) -> str:
        return self.card.seeks if "seeks" in self._shown else ""

    @property
    def phone(self) -> str:
        return self.card.phone if "phone" in self._shown else ""

    @property
    def dialled(self) -> str:
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    @property
    def link(self) -> str:
        return self.card.link if "link" in self._shown else ""

    @property
    def photo_path(self) -> str:
        return self.card.photo_path if "photo" in self._shown else ""

    @property
    def says_more(self) -> bool:
        """Than her name."""
        return any((self.function, self.municipality, self.fields, self.offer, self.seeks, self.phone, self.link))


class DaySalt(models.Model):
    """By which the counters of one day are told apart. Deleted when the day is over, and in no backup: then nobody can
    say whose a counter was."""

    day = models.DateField(primary_key=True)
    value = models.CharField(max_length=64)


class DayCount(models.Model):
    """How many cards, and how many lists of them, were shown to one account in a day. It does not say which."""

    mark = models.CharField(primary_key=True, max_length=64)  # of the account, by the salt of the day
    day = models.DateField()
    cards = models.PositiveIntegerField(default=0)
    lists = models.PositiveIntegerField(default=0)


class DayCard(models.Model):
    """That one account saw one card on a day, so that it counts once. Which account and which card it does not say."""

    mark = models.CharField(primary_key=True, max_length=64)  # of both, by the salt of the day and the house's key
    day = models.DateField()


class Block(models.Model):
    """That somebody takes no messages from somebody else. Only she herself knows."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    whom = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "whom"], name="blocked_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("whom")), name="nobody_blocks_herself"),
        ]


class SecretAddress(models.Model):
    """Under which a program of hers reads what is a person's own: her dates, her searches. Only a hash is kept, and
    nothing of when it is asked."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        abstract = True

    @staticmethod
    def digest_of(token: str) -> str:
        """The token is random and long: a plain hash suffices."""
        return sha256(token.encode()).hexdigest()

    @classmethod
    def owner_of(cls, token: str) -> Person | None:
        """None for a token that is none, or no more, and for somebody who can no longer sign in."""
        return (
            Person.objects.able()
            .filter(pk__in=cls.objects.filter(digest=cls.digest_of(token)).values("person"))
            .first()
        )


class Invitations(models.QuerySet):
    def open(self):
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Permission to make one account, bound to an address, single use, expiring."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    email = models.EmailField("E-Mail-Adresse")
    name = models.CharField(max_length=120, blank=True)
    as_team = models.BooleanField(default=False)
    as_member = models.BooleanField(default=True)  # else for a ministry
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Invitations.as_manager()

    class Meta:
        ordering = ["-invited_at"]

    @property
    def is_open(self) -> bool:
        return not self.accepted_at and not self.withdrawn_at and self.expires_at > timezone.now()


class AccessRequests(models.QuerySet):
    def open(self):
        return self.filter(decided_at=None)

    def accepted_for(self, email: str) -> "AccessRequest | None":
        """What somebody said when she asked, for the form that an invitation leads to."""
        asked = self.filter(email=email, decision=AccessRequest.ACCEPTED)
        return asked.select_related("municipality__district").order_by("-decided_at").first()


class AccessRequest(models.Model):
    """Somebody asks for an account; a human decides."""

    ACCEPTED, DECLINED = "accepted", "declined"

    id = models.UUIDField(primary_key=True, default=fresh_id)
    name = models.CharField(max_length=120)
    email = models.EmailField("E-Mail-Adresse")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    function = models.CharField(max_length=120)
    message = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=10, blank=True, choices=[(ACCEPTED, "angenommen"), (DECLINED, "abgelehnt")])

    objects = AccessRequests.as_manager()

    class Meta:
        ordering = ["asked_at"]
