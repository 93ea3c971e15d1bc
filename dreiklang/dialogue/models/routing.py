from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.models.threads import Post, Thread, Threads
from dreiklang.foundation.secret_links import seal
from dreiklang.people.models import Person

ASKED, HELPED = "asked", "helped"  # purposes of the links in letters


class Questions(Threads):
    def there(self):
        """Shown, and not taken out: a thread whose opening is removed asks nothing any more."""
        removed = Post.objects.filter(thread=models.OuterRef("pk"), number=1, state=Post.REMOVED)
        return self.filter(~models.Exists(removed), last_at__isnull=False)

    def open(self):
        """Nobody has answered yet. What was asked of named people is theirs alone."""
        return self.there().filter(answered_at=None, closed_at=None, readers=models.F("room__readers"))

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


class AskedOnes(models.QuerySet):
    def still(self):
        """Neither declined nor passed on."""
        return self.filter(state=Asked.ASKED)

    def waiting_for(self, person):
        """Where she was asked, still may read, and nobody has answered: oldest first."""
        open_ones = Question.objects.open().visible_to(person).values("pk")
        return self.still().filter(person=person, thread__in=open_ones).order_by("on", "pk")


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

    objects = AskedOnes.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="asked_for_an_answer_once")]
        indexes = [models.Index(fields=["person", "-on"], condition=Q(counts=True), name="asked_lately")]

    @property
    def path(self) -> str:
        """Made of thread and person, not of this row's number: numbers say in which order people were asked."""
        return f"/dialog/gefragt/{seal(f'{self.thread_id}.{self.person_id}', ASKED)}/"


class NotAsked(models.Model):
    """Who does not want to be asked at present. She is never drawn."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+", primary_key=True)


def number_asked(thread: Thread) -> int | None:
    """Of a thread with both counts (`listing.add_hers`): how many people were asked. None in a protected thread: there
    the asker is among them, whoever was drawn."""
    if not thread.is_question:
        return 0
    return None if thread.asked_in_all and not thread.asked_that_count else thread.asked_that_count


def helped_path(post: Post, person: Person) -> str:
    """Where she says, without signing in, that this answer helped."""
    return f"/dialog/antwort/{seal(f'{post.pk}.{person.pk}', HELPED)}/"
