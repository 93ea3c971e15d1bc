"""From talk to page: an answer became a draft, with the consent of whoever asked and whoever answered."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.models import Post, Thread, Voice
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.secret_links import seal
from dreiklang.library.models.articles import Article
from dreiklang.people.models import Person

CONSENT = "consent"  # purpose of the links in letters


class Origin(models.Model):
    """From which answer a page grew. Only whoever reads the thread learns which one."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="origin")
    thread = models.ForeignKey(Thread, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    readers = models.CharField(max_length=80)  # of the thread, for whoever works on the draft
    at = models.DateTimeField(default=timezone.now)

    @property
    def consent_path(self) -> str:
        """Where whoever asked or answered says yes or no, signed in."""
        return f"/praxis/aus/einverstaendnis/{self.article_id}/"

    def secret_path(self, person: Person) -> str:
        """The same for a letter. Made of page and person alone: it does not say whether she is one of them."""
        return f"/praxis/aus/einverstaendnis/{seal(f'{self.article_id}.{person.pk}', CONSENT)}/"


class Consent(models.Model):
    """Whoever asked or answered says whether a page may grow from it: a person, or a voice of the thread. When she said
    so is nowhere: the hour would tell who a voice is. Neither of them: she has left, and nobody can be asked.

    Her words stand in the section of the draft that has the id of her consent.
    """

    ASKER, ANSWERER = "asker", "answerer"
    ROLES = [(ASKER, _("hat gefragt")), (ANSWERER, _("hat geantwortet"))]
    OPEN, GIVEN, REFUSED = "open", "given", "refused"
    STATES = [(OPEN, _("noch offen")), (GIVEN, _("einverstanden")), (REFUSED, _("nicht einverstanden"))]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    origin = models.ForeignKey(Origin, on_delete=models.CASCADE, related_name="consents")
    role = models.CharField(max_length=8, choices=ROLES)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=7, choices=STATES, default=OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "role"], name="consent_once_a_role"),
            models.CheckConstraint(condition=models.Q(person=None) | models.Q(voice=None), name="one_who_consents"),
        ]
