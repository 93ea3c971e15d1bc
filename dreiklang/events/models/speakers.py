from django.db import models
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.secret_links import seal


class Speakers(models.QuerySet):
    def announced(self):
        """Whom the public page names."""
        return self.filter(consent__in=Speaker.ANNOUNCED)


class Speaker(models.Model):
    """Who speaks at an event. Publicly named as long as she agrees; her link, where she has one, leads to her part."""

    NOTED, ASKED, GIVEN, WITHDRAWN = "noted", "asked", "given", "withdrawn"
    CONSENTS = [
        (NOTED, _("liegt dem Team vor")), (ASKED, _("noch nicht erteilt")), (GIVEN, _("selbst erteilt")),
        (WITHDRAWN, _("zurückgezogen")),
    ]  # fmt: skip
    ANNOUNCED = (NOTED, GIVEN)

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    slot = models.CharField(max_length=200, blank=True)  # when she speaks, for herself: "14:30, 20 Minuten"
    email = models.EmailField(blank=True)  # never on a page for others than the team
    consent = models.CharField(max_length=10, choices=CONSENTS, default=NOTED)
    link_key = models.UUIDField(null=True, unique=True)  # sealed in her link; another key, or none, ends an old link

    objects = Speakers.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    @property
    def secret(self) -> str:
        return seal(self.link_key, "speaker")

    @property
    def announcement(self) -> str:
        """How she stands on the page."""
        return f"{self.name}, {self.role}" if self.role else self.name

    @property
    def is_announced(self) -> bool:
        return self.consent in self.ANNOUNCED


class Briefing(models.Model):
    """What the team tells all speakers of an event beforehand."""

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, related_name="briefing")
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)  # of `source`, sanitised, written at saving
