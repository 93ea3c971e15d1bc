from django.db import models

from dreiklang.events.models import Event
from dreiklang.foundation.models import fresh_id
from dreiklang.groups.models import Group


class Programme(models.Model):
    """A further-training programme of building blocks. Read by everyone."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400)
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)
    rule = models.TextField(blank=True)  # what it takes to complete the programme, in one sentence

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"/weiterbildung/{self.slug}/"


class BuildingBlock(models.Model):
    """A Kompetenzbaustein: a collectable credit, earned by attendance."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="blocks")
    slug = models.SlugField(max_length=80)
    letter = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    is_required = models.BooleanField(default=False)
    is_announced = models.BooleanField(default=False)  # publicly named by the real programme; else an example
    summary = models.CharField(max_length=400)
    workload = models.CharField(max_length=160, blank=True)
    aims = models.JSONField(default=list)
    competences = models.JSONField(default=list)
    topics = models.JSONField(default=list)

    class Meta:
        ordering = ["letter"]
        constraints = [models.UniqueConstraint(fields=["programme", "slug"], name="block_slug_once")]

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"{self.programme.path}{self.slug}/"


class Run(models.Model):
    """One time the programme runs (Durchgang), with its cohort."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="runs")
    title = models.CharField(max_length=120)
    cohort = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    def __str__(self):
        return self.title


class Dates(models.QuerySet):
    def visible_to(self, person):
        return self.filter(event__in=Event.objects.visible_to(person))


class BlockDate(models.Model):
    """A building block in a run: the event that carries it, whose sessions are the block's sessions."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="dates")
    block = models.ForeignKey(BuildingBlock, on_delete=models.CASCADE, related_name="dates")
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")

    objects = Dates.as_manager()

    class Meta:
        ordering = ["event__starts"]
        constraints = [models.UniqueConstraint(fields=["run", "block"], name="block_once_a_run")]
