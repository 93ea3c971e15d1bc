import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import fresh_id
from dreiklang.people.models import Person
from dreiklang.training.models.programme import BuildingBlock, Programme, Run

RENEWABLE = timedelta(days=60)  # so long before it ends somebody is invited to renew her certificate
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that a reader takes for another
CODE_LENGTH = 26  # 31^26 is more than 2^128


def fresh_code() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(CODE_LENGTH))


class BadgeKey(models.Model):
    """The public half of a key that badges are signed with. It stays after the next one has come: what it signed can
    be verified for ever. The private half lies in a file (training/badges.py)."""

    issuer = models.CharField(max_length=255)  # did:web:<host>
    public = models.CharField(max_length=80)  # multibase, the name of the key as well
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["issuer", "public"], name="badge_key_once")]

    @property
    def address(self) -> str:
        return f"{self.issuer}#{self.public}"


class BadgeStatus(models.Model):
    """One bit of the public lists of revoked badges. It outlives the confirmation: no number is given twice, and what
    was revoked stays revoked when its person has gone."""

    number = models.PositiveIntegerField(primary_key=True)  # drawn by lot within its list: tells nobody the order
    is_revoked = models.BooleanField(default=False)

    def __str__(self):
        return str(self.number)


class Confirmations(models.QuerySet):
    def of(self, person):
        return self.filter(person=person)

    def attendance(self):
        return self.filter(kind=Confirmation.ATTENDANCE)

    def certificates(self):
        return self.filter(kind=Confirmation.CERTIFICATE)

    def standing(self):
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), revoked_at=None)


class Confirmation(models.Model):
    """That somebody has collected a building block, or completed a programme. Read by herself; by the team without the
    code; by whoever she gives the code: name, achievement, date, state.

    What is said stands in `name` and `facts`, as it was at awarding: the block may be rewritten, its run deleted.
    """

    ATTENDANCE, CERTIFICATE = "attendance_confirmation", "certificate"
    KINDS = [(ATTENDANCE, _("Teilnahmebescheinigung")), (CERTIFICATE, _("Zertifikat"))]
    VALID, EXPIRED, REVOKED = "valid", "expired", "revoked"
    STATES = {VALID: _("gültig"), EXPIRED: _("abgelaufen"), REVOKED: _("widerrufen")}

    id = models.UUIDField(primary_key=True, default=fresh_id)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=fresh_code)  # of the page that checks it
    kind = models.CharField(max_length=30, choices=KINDS)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.SET_NULL, null=True, related_name="+")
    block = models.ForeignKey(BuildingBlock, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)  # training/facts.py
    awarded_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    renews = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="renewal")
    invited_at = models.DateTimeField(null=True, blank=True)  # to renew it
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.TextField(blank=True)
    status = models.OneToOneField(BadgeStatus, on_delete=models.PROTECT, related_name="+")
    badge = models.TextField()  # JSON text, signed: not one sign of it may change

    objects = Confirmations.as_manager()

    class Meta:
        ordering = ["-awarded_at", "name"]
        constraints = [
            # Also of what was revoked: awarding again does not bring it back.
            models.UniqueConstraint(
                fields=["person", "run", "block"], name="block_confirmed_once",
                condition=Q(run__isnull=False, block__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "programme"], name="programme_certified_once",
                condition=Q(kind="certificate", renews=None, programme__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self):
        return self.title

    @property
    def state(self) -> str:
        if self.revoked_at:
            return self.REVOKED
        return self.EXPIRED if self.expires_at and self.expires_at <= timezone.now() else self.VALID

    @property
    def said_state(self) -> str:
        return str(self.STATES[self.state])

    @property
    def title(self) -> str:
        return self.facts["title"]

    @property
    def path(self) -> str:
        return f"/weiterbildung/bescheinigungen/{self.pk}/"

    @property
    def check_address(self) -> str:
        return f"{settings.SITE_URL}/pruefen/{self.code}/"

    @property
    def log_name(self) -> str:
        return f"confirmation:{self.pk}"

    @property
    def is_ending(self) -> bool:
        """Whether it may be renewed now: it has ended, or will within the time of the invitation."""
        return bool(self.expires_at) and not self.revoked_at and self.expires_at <= timezone.now() + RENEWABLE
