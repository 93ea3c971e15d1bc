from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import fresh_id
from dreiklang.people.models import Person
from dreiklang.places.models import Association


class Group(models.Model):
    """Who belongs together: a cohort, an association's circle, a regional round, a topic team; or those whom somebody
    named as the readers of one thing. These are no circle that anybody may choose, and their name says nothing."""

    COHORT, CIRCLE, REGION, TOPIC_TEAM, NAMED = "cohort", "circle", "region", "topic_team", "named"
    KINDS = [
        (COHORT, "Jahrgang"),
        (CIRCLE, "Verbandskreis"),
        (REGION, "Regionalrunde"),
        (TOPIC_TEAM, "ThemenTeam"),
        (NAMED, "Genannte"),
    ]

    OPEN, ON_REQUEST, CLOSED, INVISIBLE = "open", "request", "closed", "invisible"
    WAYS_IN = [
        (OPEN, _("offen: Wer möchte, gehört sofort dazu")),
        (ON_REQUEST, _("auf Anfrage: Wer für die Gruppe spricht, entscheidet")),
        (CLOSED, _("nach Einladung: Mitglieder des Netzwerks sehen, dass es sie gibt")),
        (INVISIBLE, _("unsichtbar: Nur wer dazugehört, weiß von ihr")),
    ]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=KINDS)
    about = models.CharField(max_length=300, blank=True)
    joining = models.CharField(max_length=10, choices=WAYS_IN, default=INVISIBLE)
    association = models.ForeignKey(Association, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    link = models.URLField(max_length=500, blank=True)  # of its own video room, which only the group reads

    def __str__(self):
        return self.name

    @property
    def token(self) -> str:
        return f"group:{self.pk}"

    @property
    def path(self) -> str:
        """Of its page, one floor up: every letter about a group leads there."""
        return f"/austausch/gruppen/{self.pk}/"


class Memberships(models.QuerySet):
    def standing(self, today: date | None = None):
        """Of whoever belongs to it today: the last day of a guest has not passed."""
        return self.filter(self.are_standing(today=today))

    @staticmethod
    def are_standing(of: str = "", today: date | None = None) -> models.Q:
        """The same as a condition on what has memberships: `of` is the way to them, "memberships__"."""
        return models.Q((f"{of}until", None)) | models.Q((f"{of}until__gte", today or timezone.localdate()))

    def speaking(self):
        """Of whoever speaks for a group: no guest does."""
        return self.filter(role=Membership.SPEAKER)


class Membership(models.Model):
    MEMBER, SPEAKER, GUEST = "member", "speaker", "guest"
    ROLES = [(MEMBER, _("Mitglied")), (SPEAKER, _("spricht für die Gruppe")), (GUEST, _("zu Gast"))]

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=8, choices=ROLES, default=MEMBER)
    until = models.DateField(null=True, blank=True)  # the last day of a guest

    objects = Memberships.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="member_once"),
            models.CheckConstraint(
                condition=models.Q(role="guest", until__isnull=False) | ~models.Q(role="guest") & models.Q(until=None),
                name="only_guests_for_a_time",
            ),
        ]

    @property
    def is_speaker(self) -> bool:
        return self.role == self.SPEAKER

    @property
    def is_guest(self) -> bool:
        return self.role == self.GUEST
