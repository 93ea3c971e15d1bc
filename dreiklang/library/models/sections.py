"""The text of a page: sections with versions, and what others propose, remark or wrote at the same time."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import fresh_id
from dreiklang.library.blocks import Change
from dreiklang.library.models.articles import Article
from dreiklang.people.models import Person


class Sections(models.QuerySet):
    def standing(self):
        return self.filter(is_gone=False)


class Section(models.Model):
    """One part of a page as it stands in the workroom: the newest version, with its HTML written once at saving.

    A practice example has the sections of ROLES; every other page those that its authors make.
    """

    ROLES = [
        ("aim", _("Ziel")), ("effort", _("Aufwand")), ("staff", _("Personal")), ("cost", _("Kosten")),
        ("target", _("Zielgruppe")), ("partners", _("Beteiligte")), ("way", _("So sind wir vorgegangen")),
        ("failed", _("Was nicht gelang")), ("again", _("Was wir wieder so machen würden")),
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=fresh_id)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=8, choices=ROLES, blank=True)
    heading = models.CharField(max_length=150, blank=True)  # empty: the lead on top
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=1)  # of the newest version
    is_gone = models.BooleanField(default=False)  # taken out; can be brought back

    objects = Sections.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    @property
    def anchor(self) -> str:
        return f"abschnitt-{str(self.pk)[:8]}"

    @property
    def workplace(self) -> str:
        return f"/praxis/entwuerfe/{self.article_id}/abschnitte/{self.pk}/"


class SectionVersion(models.Model):
    """What a section said from a moment on; the newest is the section itself. Its id comes with the form: sent twice,
    saved once."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    heading = models.CharField(max_length=150, blank=True)
    source = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=200, blank=True)  # whose proposal, what was settled

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["section", "number"], name="section_version_once")]


class Rivals(models.QuerySet):
    def open(self):
        return self.filter(settled_at=None)


class Rival(models.Model):
    """A version that came from the same one as the newest: both stand side by side until one person settles it."""

    id = models.UUIDField(primary_key=True, default=fresh_id)  # the one that its form carried
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="rivals")
    base = models.PositiveIntegerField()  # the version on which it was written
    heading = models.CharField(max_length=150, blank=True)
    source = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = Rivals.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    @property
    def path(self) -> str:
        return f"/praxis/entwuerfe/{self.section.article_id}/fassungen-klaeren/{self.pk}/"


class Suggestions(models.QuerySet):
    def open(self):
        return self.filter(state=Suggestion.OPEN)


class Suggestion(models.Model):
    """A changed wording that somebody proposes: some paragraphs of a section, and what should stand there instead.
    One decision each."""

    OPEN, ACCEPTED, DECLINED, TAKEN_BACK = "open", "accepted", "declined", "taken_back"
    STATES = [
        (OPEN, _("offen")), (ACCEPTED, _("übernommen")), (DECLINED, _("nicht übernommen")),
        (TAKEN_BACK, _("zurückgenommen")),
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=fresh_id)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="suggestions")
    base = models.PositiveIntegerField()  # the version that she had before her
    before = models.TextField(blank=True)  # paragraphs as they stand; empty: something is to be added
    follows = models.TextField(blank=True)  # of an addition: the paragraph that it follows; empty: at the beginning
    after = models.TextField(blank=True)  # empty: the paragraphs should go
    reason = models.CharField(max_length=500, blank=True)
    is_named = models.BooleanField(default=False)  # once it is accepted, the page may thank her by name
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    answer = models.CharField(max_length=500, blank=True)  # with thanks, or why not
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = Suggestions.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    @property
    def change(self) -> Change:
        return Change(self.before, self.after, self.follows)

    @property
    def is_open(self) -> bool:
        return self.state == self.OPEN


class Comments(models.QuerySet):
    def unsettled(self):
        """What waits for whoever writes: remarks, not the answers to them."""
        return self.filter(to=None, settled_at=None).exclude(text="")

    def visible_to(self, person, article: Article):
        """Whoever works on the page reads all; whoever remarked, her own and what was answered to it."""
        found = self.filter(section__article=article)
        if article.is_worked_on_by(person):
            return found
        return found.filter(models.Q(by=person, to=None) | models.Q(to__by=person))


class Comment(models.Model):
    """A remark on one paragraph of a section, known by its text; with answers, until it is settled."""

    id = models.UUIDField(primary_key=True, default=fresh_id)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="comments")
    to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers")
    quote = models.TextField(blank=True)  # the paragraph as it stood; empty: the section as a whole
    text = models.TextField(blank=True)  # empty: taken back after somebody had answered
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = Comments.as_manager()

    class Meta:
        ordering = ["at", "pk"]
