from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.models.rooms import Moderator, Room
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.text import said_weight
from dreiklang.groups.readers import tokens_of
from dreiklang.moderation.models import Report
from dreiklang.people.models import FieldOfAction, Person
from dreiklang.places.models import Land


class Threads(models.QuerySet):
    def visible_to(self, person):
        """Shown, to whoever holds the token; a locked room only to its moderators."""
        unlocked = models.Q(room__locked_at=None)
        if hers := Moderator.objects.rooms_of(person):
            unlocked |= models.Q(room__in=hers)
        return self.filter(unlocked, readers__in=tokens_of(person), last_at__isnull=False)

    def free_to_leave(self):
        """What is not kept inside its room: see Thread.is_kept_inside."""
        return self.filter(stays_inside=False, is_crisis=False, room__stays_inside=False, room__is_crisis=False)

    def faded(self, now):
        """What its room keeps no longer: nothing was written for that long. A question that waits for the next lunch
        meeting and a crisis stay until they are closed."""
        waits = models.Q(kind=Thread.QUESTION, pooled_at__isnull=False, answered_at=None) | models.Q(is_crisis=True)
        quiet = models.Q(pk__in=())
        for months in Room.objects.exclude(kept_months=None).values_list("kept_months", flat=True).distinct():
            quiet |= models.Q(room__kept_months=months, newest__lte=now - months * Room.A_MONTH)
        found = self.annotate(newest=models.Max("posts__at")).filter(quiet).exclude(waits, closed_at=None)
        return Thread.objects.filter(pk__in=found.values("pk"))

    def newest_first(self):
        return self.order_by("-is_pinned", "-last_at", "-pk")


class Thread(models.Model):
    """A question, an experience, an announcement or a discussion in a room, and what was written to it.

    It is there for others once its first post is shown; until then `last_at` is empty.
    """

    QUESTION, EXPERIENCE, ANNOUNCEMENT, DISCUSSION = "question", "experience", "announcement", "discussion"
    KINDS = [
        (QUESTION, _("Frage")),
        (EXPERIENCE, _("Erfahrung")),
        (ANNOUNCEMENT, _("Ankündigung")),
        (DISCUSSION, _("Gespräch")),
    ]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="threads")
    kind = models.CharField(max_length=12, choices=KINDS, default=QUESTION)
    title = models.CharField(max_length=150)
    readers = models.CharField(max_length=80)  # of the room, or a group of named people within it
    stays_inside = models.BooleanField(default=False)
    field = models.ForeignKey(FieldOfAction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    valid_on = models.DateField(null=True, blank=True)  # "Stand"
    land = models.ForeignKey(Land, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    begun_at = models.DateTimeField(null=True, blank=True)  # when the first post was shown
    last_at = models.DateTimeField(null=True, blank=True)  # when the newest post was shown
    size = models.PositiveIntegerField(default=0)  # posts that were given a number
    is_pinned = models.BooleanField(default=False)
    is_crisis = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)  # nobody adds a post

    accepted = models.ForeignKey("Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    summary_source = models.TextField(blank=True)  # a human interim summary, on top
    summary_html = models.TextField(blank=True)
    summary_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    summary_on = models.DateField(null=True, blank=True)

    answered_at = models.DateTimeField(null=True, blank=True)  # when somebody else than the asker answered first
    routed_at = models.DateTimeField(null=True, blank=True)  # when people were asked
    team_told_at = models.DateTimeField(null=True, blank=True)  # after one working day without an answer
    pooled_at = models.DateTimeField(null=True, blank=True)  # after two: for the next lunch meeting

    objects = Threads.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["room", "-is_pinned", "-last_at"]),
            models.Index(fields=["kind", "readers", "-last_at"]),
            models.Index(fields=["-last_at"]),
            # The list of questions, for whoever reads most of them: thirty rows are looked at, not a hundred thousand.
            models.Index(fields=["kind", "-last_at", "-id"], name="newest_of_a_kind"),
            models.Index(
                fields=["kind", "-last_at", "-id"],
                name="newest_without_answer",
                condition=models.Q(answered_at=None, closed_at=None),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"/dialog/{self.pk}/"

    def at_page(self, number: int) -> str:
        return f"{self.path}?seite={number}" if number > 1 else self.path

    def at_post(self, number: int) -> str:
        return path_of(self.pk, number)

    @property
    def pages(self) -> int:
        return max(1, Post.page_of(self.size))

    @property
    def is_among_named(self) -> bool:
        """Not for all who read the room."""
        return self.readers != self.room.readers

    @property
    def is_kept_inside(self) -> bool:
        """Nothing of it leaves its room: not even with everybody's consent, for those who only read it rely on that
        too."""
        return self.stays_inside or self.is_crisis or self.room.stays_inside or self.room.is_crisis

    @property
    def is_question(self) -> bool:
        return self.kind == self.QUESTION

    @property
    def fades_at(self) -> datetime | None:
        """When it goes if nobody writes any more; None where it stays."""
        if self.room.kept_months is None or self.last_at is None:
            return None
        return self.last_at + self.room.kept_months * Room.A_MONTH

    @property
    def is_solved(self) -> bool:
        return self.accepted_id is not None


class Voice(models.Model):
    """Somebody who speaks in one thread under a trait line instead of her name. Who it is knows `moderation.sealed`
    alone; `name` is drawn, so that two voices of one line can be told apart."""

    id = models.UUIDField(primary_key=True)  # from moderation.sealed
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="voices")
    name = models.CharField(max_length=40)
    line = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "name"], name="voice_name_once")]


class Posts(models.QuerySet):
    def shown(self):
        return self.filter(state=Post.SHOWN)

    def in_order(self):
        return self.order_by("number")


class Post(models.Model):
    """What somebody wrote to a thread: Markdown source, and sanitised HTML written once at saving."""

    A_PAGE = 50  # of a thread
    HELD, WAITING, SHOWN, REMOVED = "held", "waiting", "shown", "removed"
    STATES = [
        (HELD, _("erscheint in Kürze")),
        (WAITING, _("wartet auf Freigabe")),
        (SHOWN, _("zu lesen")),
        (REMOVED, _("entfernt")),
    ]
    PRACTICE, SCIENCE = "practice", "science"
    HERSELF, HIDDEN, DECLINED = "herself", "hidden", "declined"
    SPEAKS = [(PRACTICE, _("aus der Praxis")), (SCIENCE, _("aus der Wissenschaft"))]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField(null=True, blank=True)  # in the thread, from 1; given when it is shown
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    source = models.TextField()
    html = models.TextField()
    state = models.CharField(max_length=8, choices=STATES, default=SHOWN)
    at = models.DateTimeField(default=timezone.now)  # when it is, or will be, shown; never when it was typed
    edited_at = models.DateTimeField(null=True, blank=True)
    speaks = models.CharField(max_length=8, choices=SPEAKS, blank=True)
    checked_by = models.CharField(max_length=120, blank=True)  # by name: it is shown, and stays when she leaves
    checked_on = models.DateField(null=True, blank=True)
    useful = models.PositiveIntegerField(default=0)
    # Why it is removed: by herself, hidden, not let through, or the kind of reason that moderation gave.
    removed_as = models.CharField(max_length=10, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_title = models.CharField(max_length=150, blank=True)  # of the thread that it opened, until all is erased
    is_decided = models.BooleanField(default=False)  # moderation decided about it: she finds that beside it

    objects = Posts.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_number_once"),
            models.CheckConstraint(condition=models.Q(author=None) | models.Q(voice=None), name="one_byline"),
        ]
        indexes = [
            models.Index(fields=["state", "at"]),
            # The few that moderation decided about, whom Heute asks for: not every post of the house is looked at.
            models.Index(fields=["thread"], name="decided_about", condition=models.Q(is_decided=True)),
        ]

    @property
    def path(self) -> str:
        return path_of(self.thread_id, self.number)

    @classmethod
    def page_of(cls, number: int) -> int:
        """On which page of its thread a post stands."""
        return (number - 1) // cls.A_PAGE + 1

    @classmethod
    def on_page(cls, page: int) -> tuple[int, int]:
        """The first and the last number there."""
        return (page - 1) * cls.A_PAGE + 1, page * cls.A_PAGE

    @property
    def is_opening(self) -> bool:
        return self.number == 1

    @property
    def report_path(self) -> str:
        return f"/dialog/{self.thread_id}/{self.number}/meldung/"

    @property
    def withdrawal_path(self) -> str:
        return f"/dialog/{self.thread_id}/{self.number}/ruecknahme/"

    @property
    def placeholder(self) -> str:
        return placeholder(self.removed_as)

    @property
    def byline(self) -> str:
        if self.voice_id:
            return self.voice.line
        return self.author.name if self.author_id else str(_("Ehemaliges Mitglied"))


def path_of(thread, number: int) -> str:
    """The address of a post, on its page of the thread with this id."""
    page = Post.page_of(number)
    return f"/dialog/{thread}/{f'?seite={page}' if page > 1 else ''}#beitrag-{number}"


def placeholder(removed_as: str) -> str:
    """What stands in the place of a removed text."""
    if removed_as == Post.HERSELF:
        return str(_("Zurückgenommen von der Person, die ihn geschrieben hat."))
    if removed_as == Post.HIDDEN:
        return str(_("Verborgen durch die Moderation."))
    kind = dict(Report.KINDS).get(removed_as)
    return str(_("Entfernt durch die Moderation: %(kind)s.") % {"kind": kind}) if kind else str(_("Entfernt."))


class PostVersion(models.Model):
    """What a post said before it was changed."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    html = models.TextField()
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="post_version_once")]


class Attachment(models.Model):
    """A file to a post; of a picture also what is to be seen on it."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="dialogue/%Y/")
    name = models.CharField(max_length=120)
    alt = models.CharField(max_length=300, blank=True)
    is_picture = models.BooleanField(default=False)
    weight = models.PositiveIntegerField(default=0)  # bytes

    @property
    def path(self) -> str:
        return f"/dialog/anlagen/{self.pk}/"

    @property
    def said_weight(self) -> str:
        return said_weight(self.weight)


class Mention(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="mentioned_once")]


class Useful(models.Model):
    """That a post helped somebody. Shown as a number only."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="useful_once")]


class Trace(models.Model):
    """From what a thread grew, or what came of it. The upper rooms know their own things; here is a name and a path."""

    FROM, TO = "from", "to"
    DIRECTIONS = [(FROM, _("entstanden aus")), (TO, _("daraus wurde"))]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="traces")
    direction = models.CharField(max_length=4, choices=DIRECTIONS)
    label = models.CharField(max_length=200)
    path = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "direction", "path"], name="trace_once")]
