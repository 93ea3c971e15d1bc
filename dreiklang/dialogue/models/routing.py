from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.models.threads import Thread, Threads
from dreiklang.people.models import Person


class Questions(Threads):
    def open(self):
        """Nobody has answered yet."""
        return self.filter(answered_at=None, closed_at=None, last_at__isnull=False)

    def in_pool(self):
        """For the next lunch meeting: without an answer for two working days."""
        return self.open().filter(pooled_at__isnull=False).order_by("pooled_at")


class OnlyQuestions(models.Manager.from_queryset(Questions)):
    def get_queryset(self):
        return super().get_queryset().filter(kind=Thread.QUESTION)


class Question(Thread):
    """A thread that asks something, and must not die."""

    objects = OnlyQuestions()

    class Meta:
        proxy = True


class Asked(models.Model):
    """Who was asked by mail whether she can answer. In a protected thread the asker is one of them: the letters are the
    same, and her row too. `counts` is whether it says that she was asked lately; there it never does."""

    ASKED, PASSED, DECLINED = "asked", "passed", "declined"
    STATES = [(ASKED, _("gefragt")), (PASSED, _("weitergegeben")), (DECLINED, _("kann nichts dazu sagen"))]

    id = models.BigAutoField(primary_key=True)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=STATES, default=ASKED)
    on = models.DateField(default=timezone.localdate)
    counts = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="asked_for_an_answer_once")]
        indexes = [models.Index(fields=["person", "-on"], condition=Q(counts=True), name="asked_lately")]
