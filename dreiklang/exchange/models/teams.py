"""ThemenTeam: one question, worked on by people of several associations until a page of the PraxisPortal answers it."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.models import Room, Thread
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.secret_links import seal
from dreiklang.groups.models import Group
from dreiklang.groups.readers import MEMBERS, tokens_of
from dreiklang.library.models import Article
from dreiklang.people.models import FieldOfAction, Person

INVITED, STOPPED = "team guest", "team letters"  # purposes of the links in letters


class TopicTeams(models.QuerySet):
    def visible_to(self, person):
        """Every member sees what is asked and how far it is; a guest the one team that she is in, and nothing else."""
        tokens = tokens_of(person)
        return self if MEMBERS in tokens else self.filter(group__in=_groups_among(tokens))

    def of(self, person):
        """In which she works, also as a guest."""
        return self.filter(group__in=_groups_among(tokens_of(person)))

    def open(self):
        return self.exclude(state__in=TopicTeam.OVER)

    def with_result(self):
        return self.select_related("article__release").defer("article__release__html", "article__release__content")


def _groups_among(tokens: list[str]) -> list[str]:
    return [token.removeprefix("group:") for token in tokens if token.startswith("group:")]


class TopicTeam(models.Model):
    PROPOSED, ACTIVE, COMMENT, RELEASED, REVIEWED = "proposed", "active", "comment", "released", "reviewed"
    DISSOLVED, LAPSED = "dissolved", "lapsed"
    STATES = [
        (PROPOSED, _("sucht Mitwirkende")), (ACTIVE, _("arbeitet")), (COMMENT, _("Entwurf in Rückmeldung")),
        (RELEASED, _("veröffentlicht")), (REVIEWED, _("veröffentlicht und geprüft")), (DISSOLVED, _("aufgelöst")),
        (LAPSED, _("nicht zustande gekommen")),
    ]  # fmt: skip
    WORKING = {ACTIVE, COMMENT}  # until there is a result
    OVER = {DISSOLVED, LAPSED}
    OUTCOMES = [kind for kind in Article.KINDS if kind[0] in Article.OF_A_TEAM]
    OPEN, ON_REQUEST = Group.OPEN, Group.ON_REQUEST
    WAYS_IN = [(OPEN, _("Wer mitarbeiten möchte, ist sofort dabei")), (ON_REQUEST, _("Das Team entscheidet"))]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    name = models.CharField(max_length=80)
    question = models.CharField(max_length=200)
    why = models.TextField(max_length=1000)  # now
    outcome = models.CharField(max_length=8, choices=OUTCOMES)
    fields = models.ManyToManyField(FieldOfAction, blank=True, related_name="+")
    joining = models.CharField(max_length=10, choices=WAYS_IN, default=OPEN)
    thread = models.ForeignKey(Thread, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")  # its origin
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_on = models.DateField(default=timezone.localdate)
    is_demo = models.BooleanField(default=False)

    state = models.CharField(max_length=9, choices=STATES, default=PROPOSED)
    # From the start on. The group goes some time after the team has dissolved; what it was made of stays in `mix`.
    group = models.OneToOneField(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    article = models.OneToOneField(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    mix = models.CharField(max_length=200, blank=True)  # "Städtetag, Landkreistag", as it was last
    started_on = models.DateField(null=True, blank=True)
    comment_until = models.DateField(null=True, blank=True)
    is_draft_announced = models.BooleanField(default=False)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    objects = TopicTeams.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "-proposed_on"])]

    def __str__(self):
        return self.name

    @property
    def path(self) -> str:
        return f"/austausch/thementeams/{self.pk}/"

    @property
    def said_name(self) -> str:
        """As an author: 'ThemenTeam Sprachmittlung'."""
        return f"ThemenTeam {self.name}"

    @property
    def stage(self) -> str:
        """Its state as it is true now: the library puts a page in force without asking the team."""
        if self.state in self.WORKING and self.article_id and self.article.release_id:
            return self.RELEASED
        return self.state

    @property
    def said_stage(self) -> str:
        return str(_SAID[self.stage])

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER

    @property
    def has_begun(self) -> bool:
        return self.started_on is not None

    def is_out_for_comments(self, today: date) -> bool:
        return self.stage == self.COMMENT and self.comment_until is not None and today <= self.comment_until

    def stop_path(self, person) -> str:
        """For her letters about this team: no more of them."""
        return f"/austausch/thementeams/keine-briefe/{seal(f'{self.pk}.{person.pk}', STOPPED)}/"


_SAID = dict(TopicTeam.STATES)


class Interest(models.Model):
    """What a member says to a team: that she wants to work in it, that she reads along, or that she wants no letters.
    Whoever works in it says so by belonging to its group; then the row is gone."""

    IN, READS, QUIET = "in", "reads", "quiet"
    HOWS = [(IN, _("dabei")), (READS, _("liest mit")), (QUIET, _("keine Briefe"))]

    team = models.ForeignKey(TopicTeam, on_delete=models.CASCADE, related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=5, choices=HOWS)
    said_on = models.DateField(default=timezone.localdate)  # read by nobody: after a year it goes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="interested_once")]


class TeamGuests(models.QuerySet):
    def open(self):
        """Invited and not yet there, as long as the time that was offered lasts."""
        return self.filter(person=None, until__gte=timezone.localdate())


class TeamGuest(models.Model):
    """An expert who is asked into one team until a day. She comes by a link; once she is there, her membership in the
    group says what she reads, and when it ends."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    team = models.ForeignKey(TopicTeam, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(max_length=120)
    email = models.EmailField("E-Mail-Adresse")
    until = models.DateField()
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    has_new_account = models.BooleanField(default=False)  # made for this: it goes when her time is over
    is_told = models.BooleanField(default=False)  # that it is over

    objects = TeamGuests.as_manager()

    class Meta:
        ordering = ["until", "pk"]
        constraints = [models.UniqueConstraint(fields=["team", "email"], name="guest_of_a_team_once")]

    @property
    def path(self) -> str:
        return f"/austausch/thementeams/gast/{seal(self.pk, INVITED)}/"

    @property
    def is_over(self) -> bool:
        return self.until < timezone.localdate()
