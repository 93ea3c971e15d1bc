"""What an application consists of, which seats are reserved for whom, and the lot."""

import hashlib
import secrets
from datetime import timedelta
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import fresh_id
from dreiklang.people.models import Tenure
from dreiklang.places.models import Municipality
from dreiklang.seats.models.registering import Registration, Seats

NEW_IN_POST = timedelta(days=365)
YES, NO = "yes", "no"


class Questions(models.QuerySet):
    def asked(self):
        return self.filter(is_hidden=False)


class Question(models.Model):
    """What the team asks whoever applies. With the first application only its wording can still be mended."""

    TEXT, YES_NO, CHOICE, DECLARATION = "text", "yes_no", "choice", "declaration"
    KINDS = [
        (TEXT, _("Freier Text")), (YES_NO, _("Ja oder Nein")),
        (CHOICE, _("Eine von mehreren Antworten")),
        (DECLARATION, _("Eigenerklärung, die angekreuzt werden muss")),
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=fresh_id)
    seats = models.ForeignKey(Seats, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=12, choices=KINDS)
    label = models.CharField(max_length=300)
    help = models.CharField(max_length=500, blank=True)
    choices = models.TextField(blank=True)  # one a line
    is_required = models.BooleanField(default=True)
    is_hidden = models.BooleanField(default=False)  # no longer asked; what was answered stays readable
    order = models.PositiveSmallIntegerField(default=0)

    objects = Questions.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.label

    @property
    def field_name(self) -> str:
        return f"question_{self.pk.hex}"

    def options(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]


class Answer(models.Model):
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField()  # "yes" or "no" where that was asked

    class Meta:
        ordering = ["question__order", "question"]
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="answer_once")]

    @property
    def said(self) -> str:
        if self.question.kind in {Question.YES_NO, Question.DECLARATION}:
            return {YES: gettext("Ja"), NO: gettext("Nein")}.get(self.text, self.text)
        return self.text


class Profile(NamedTuple):
    """What of her post counts when seats are given: where she works, for which association, and since when."""

    municipality: Municipality | None = None
    association: object = None
    held_from: object = None
    is_new: bool = False


def profiles(registrations) -> dict:
    """{registration id: Profile} in one query, whatever the length of the list."""
    found = {}
    people = {registration.person_id for registration in registrations} - {None}
    current = Tenure.objects.current().filter(person__in=people).select_related(
        "office__association", "office__municipality__district__land"
    )  # fmt: skip
    for tenure in current:  # the newest first
        found.setdefault(tenure.person_id, tenure)
    return {one.pk: _profile(one, found.get(one.person_id)) for one in registrations}


def _profile(registration: Registration, tenure: Tenure | None) -> Profile:
    """New in post is who began less than a year before she applied: it does not change while the panel decides."""
    if tenure is None:
        return Profile()
    since = timezone.localdate(registration.registered_at) - NEW_IN_POST
    office = tenure.office
    return Profile(office.municipality, office.association, tenure.held_from, tenure.held_from > since)


class Quotas(models.QuerySet):
    def live(self):
        """Still reserved."""
        return self.filter(is_released=False)

    def due(self):
        """To be released: their day has come."""
        return self.live().filter(released_on__lte=timezone.localdate())


class Quota(models.Model):
    """So many places are reserved for one kind of applicant, until a day on which they are open to everybody."""

    KIND, ASSOCIATION, LAND, BELOW, ABOVE, NEW, ANSWER = "kind", "union", "land", "below", "above", "new", "answer"
    CRITERIA = [
        (KIND, _("Art der Kommune")), (ASSOCIATION, _("kommunaler Landesverband")), (LAND, _("Land")),
        (BELOW, _("Einwohnerzahl unter")), (ABOVE, _("Einwohnerzahl ab")),
        (NEW, _("neu im Amt (weniger als ein Jahr)")), (ANSWER, _("„Ja“ auf eine Ja-Nein-Frage")),
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=fresh_id)
    seats = models.ForeignKey(Seats, on_delete=models.CASCADE, related_name="quotas")
    label = models.CharField(max_length=120)
    places = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=10, choices=CRITERIA)
    value = models.CharField(max_length=60, blank=True)  # a kind, the key of an association or a Land, or a number
    question = models.ForeignKey(Question, on_delete=models.RESTRICT, null=True, blank=True, related_name="quotas")
    released_on = models.DateField(null=True, blank=True)
    is_released = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = Quotas.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.label

    @property
    def said(self) -> str:
        """By what one knows whom it is for, as far as its own row tells."""
        if self.criterion in {self.BELOW, self.ABOVE}:
            return f"{self.get_criterion_display()} {int(self.value)}"
        if self.criterion == self.KIND:
            return dict(Municipality.KINDS).get(self.value, self.value)
        return self.get_criterion_display()

    def fits(self, profile: Profile, yes: set) -> bool:
        """`yes` are the ids of the questions that she answered with yes."""
        if self.criterion == self.ANSWER:
            return self.question_id in yes
        if self.criterion == self.NEW:
            return profile.is_new
        if self.criterion == self.ASSOCIATION:
            return profile.association is not None and profile.association.pk == self.value
        place = profile.municipality
        if place is None:
            return False
        return {
            self.KIND: lambda: place.kind == self.value,
            self.LAND: lambda: place.district.land_id == self.value,
            self.BELOW: lambda: place.population < int(self.value),
            self.ABOVE: lambda: place.population >= int(self.value),
        }[self.criterion]()


class Draw(models.Model):
    """The lot of one call. The house binds itself to a secret before it knows who applies, by publishing its checksum;
    at the drawing the secret comes to light. The order is that of SHA-256("secret:number"), so anyone can redo it."""

    seats = models.OneToOneField(Seats, on_delete=models.CASCADE, primary_key=True, related_name="draw")
    secret = models.CharField(max_length=64, default=secrets.token_hex)
    committed_at = models.DateTimeField(default=timezone.now)
    drawn_at = models.DateTimeField(null=True)
    numbers = models.JSONField(default=list)  # in the order drawn

    @property
    def commitment(self) -> str:
        return hashlib.sha256(self.secret.encode()).hexdigest()


def drawn_order(secret: str, numbers) -> list[str]:
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{secret}:{number}".encode()).hexdigest())
