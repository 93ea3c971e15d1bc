from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import fresh_id

TO_APPEAL = timedelta(days=30)


class Case(models.Model):
    """Something was reported, or decided about. What it is knows the room that owns it: `target` ("post:<id>") and
    `place` ("room:<id>", who decides there) are its words, opaque here."""

    OPEN, DECIDED, APPEALED, CLOSED = "open", "decided", "appealed", "closed"
    STATES = [
        (OPEN, _("wartet auf Entscheidung")),
        (DECIDED, _("entschieden")),
        (APPEALED, _("Einspruch eingelegt")),
        (CLOSED, _("abgeschlossen")),
    ]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    target = models.CharField(max_length=80)
    place = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=STATES, default=OPEN)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target"], condition=Q(state="open"), name="one_open_case")]
        indexes = [models.Index(fields=["place", "state", "since"]), models.Index(fields=["target"])]

    @property
    def path(self) -> str:
        return f"/dialog/moderation/faelle/{self.pk}/"


class Report(models.Model):
    """That somebody found something wrong. Who, learns nobody: the id is there so that she reports it once."""

    HOSTILITY, PERSONAL, UNLAWFUL, ADVERT, OTHER = "hostility", "personal", "unlawful", "advert", "other"
    KINDS = [
        (HOSTILITY, _("Anfeindung")),
        (PERSONAL, _("personenbezogene Angaben Dritter")),
        (UNLAWFUL, _("rechtswidrig")),
        (ADVERT, _("Werbung")),
        (OTHER, _("anderes")),
    ]

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    reporter = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "reporter"], name="reported_once")]


class Decision(models.Model):
    NOTHING, HINT, HIDE, REMOVE, CLOSE, SUSPEND, DECLINE = (
        "nothing", "hint", "hide", "remove", "close", "suspend", "decline",
    )  # fmt: skip
    WHATS = [
        (NOTHING, _("nichts veranlassen")),
        (HINT, _("Hinweis geben, der Beitrag bleibt")),
        (HIDE, _("Beitrag verbergen")),
        (REMOVE, _("Beitrag entfernen")),
        (CLOSE, _("Thema schließen")),
        (SUSPEND, _("Schreiben im Raum für einige Tage aussetzen")),
        (DECLINE, _("nicht freigeben")),
    ]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    what = models.CharField(max_length=8, choices=WHATS)
    because = models.CharField(max_length=10, choices=Report.KINDS)
    reason = models.TextField()
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    @property
    def may_be_appealed(self) -> bool:
        return (
            self.what != self.NOTHING and self.case.state == Case.DECIDED and timezone.now() < self.at + TO_APPEAL
        )  # fmt: skip


class Appeal(models.Model):
    """She whose text it was objects; somebody else than who decided looks at it again."""

    UPHELD, REJECTED = "upheld", "rejected"
    OUTCOMES = [(UPHELD, _("dem Einspruch wird gefolgt")), (REJECTED, _("die Entscheidung bleibt"))]

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    person = models.UUIDField(null=True, blank=True)  # whose words these are; of a voice it stays empty
    words = models.TextField()
    outcome = models.CharField(max_length=8, choices=OUTCOMES, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)


class Suspension(models.Model):
    """Until when somebody does not write in a place. `who` is a person's id, or that of a voice."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=80)
    who = models.UUIDField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["who", "until"])]
