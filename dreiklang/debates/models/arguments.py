from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.models.following import anywhere
from dreiklang.foundation.models import fresh_id
from dreiklang.groups.readers import MEMBERS, tokens_of
from dreiklang.people.models import Person

DEEPEST = 4  # an argument on the thesis is 1 deep


class Theses(models.QuerySet):
    def visible_to(self, person):
        """What her tokens open; all for the team, which decides what is reported; and to whoever began it, hers."""
        if person is not None and person.is_authenticated and person.is_team:
            return self.all()
        reads = models.Q(readers__in=tokens_of(person))
        if person is not None and person.is_authenticated:
            reads |= models.Q(by=person.pk)
        return self.filter(reads)

    def in_order(self):
        """Those that run first, the next to end before the others; then those that are over, the newest first."""
        today = timezone.localdate()
        runs = models.Case(models.When(last_day__gte=today, then="last_day"))
        return self.alias(runs=runs).order_by(models.F("runs").asc(nulls_last=True), "-last_day", "pk")


class Thesis(models.Model):
    """One sentence that one may be for or against, and the tree of arguments about it."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    title = models.CharField(_("Die These"), max_length=200)
    source = models.TextField(blank=True)  # background, Markdown
    html = models.TextField(blank=True)
    readers = models.CharField(max_length=80, default=MEMBERS)  # a token: who reads it, and of these members argue
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")  # whoever looks after it
    begun_on = models.DateField(default=timezone.localdate)
    last_day = models.DateField()  # on which one still writes
    # Out of it and the person the marks are made that say whom an argument convinces: secret.py. Destroyed at the end.
    key = models.BinaryField(null=True)
    counted_on = models.DateField(null=True, blank=True)  # when it was looked last how many an argument convinces
    summary_source = models.TextField(blank=True)  # "Was wir mitnehmen"
    summary_html = models.TextField(blank=True)
    summarised_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)  # its own words: arguments leave no trace here

    objects = Theses.as_manager()

    def __str__(self):
        return self.title

    @property
    def path(self) -> str:
        return f"/dialog/debatten/argumente/{self.pk}/"

    @property
    def is_over(self) -> bool:
        return timezone.localdate() > self.last_day


class Arguments(models.QuerySet):
    def standing(self):
        return self.filter(state=Argument.STANDING)


class Argument(models.Model):
    """A reason for or against a thesis, or for or against another argument.

    Of one without a name nobody knows who wrote it: there is no author, no time but the day, and the id is also the
    place in the table, so that it says nothing of what came before or after."""

    LONGEST = 1000  # signs
    STANDING, WITHDRAWN, REMOVED = "standing", "withdrawn", "removed"
    STATES = [(STANDING, _("steht")), (WITHDRAWN, _("zurückgezogen")), (REMOVED, _("entfernt"))]

    id = models.BigAutoField(primary_key=True, default=anywhere)
    thesis = models.ForeignKey(Thesis, on_delete=models.CASCADE, related_name="arguments")
    to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers")
    depth = models.PositiveSmallIntegerField(default=1)  # of `to`, and one more
    is_pro = models.BooleanField()
    headline = models.CharField(max_length=140)
    source = models.TextField()
    html = models.TextField()
    link_title = models.CharField(max_length=200, blank=True)  # what it rests on
    link = models.URLField(max_length=500, blank=True)
    is_named = models.BooleanField(default=True)
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=9, choices=STATES, default=STANDING)
    reason = models.CharField(max_length=300, blank=True)  # why moderation removed it: everybody reads it
    convinced = models.PositiveIntegerField(default=0)  # at least so many, as it was told last: actions/convincing.py

    objects = Arguments.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(depth__gte=1) & models.Q(depth__lte=DEEPEST), name="argument_not_too_deep"
            ),
            models.CheckConstraint(
                condition=models.Q(is_named=True) | models.Q(author=None), name="without_a_name_no_author"
            ),
        ]

    def __str__(self):
        return self.headline

    @property
    def path(self) -> str:
        return f"/dialog/debatten/argumente/{self.thesis_id}/{self.pk}/"

    @property
    def place(self) -> str:
        """Where it is read."""
        return f"/dialog/debatten/argumente/{self.thesis_id}/#argument-{self.pk}"

    @property
    def stands(self) -> bool:
        return self.state == self.STANDING


class Conviction(models.Model):
    """That an argument convinces somebody: a mark that is made of the thesis's key, of her and of the argument. It
    leads neither to her nor to what else convinces her, and its place says nothing of when. It goes at the end."""

    id = models.BigAutoField(primary_key=True, default=anywhere)
    argument = models.ForeignKey(Argument, on_delete=models.CASCADE, related_name="convictions")
    mark = models.UUIDField(unique=True)
    is_counted = models.BooleanField(default=False)  # stands in a number that was told
