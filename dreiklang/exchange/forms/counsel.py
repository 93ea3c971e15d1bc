import re

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm
from dreiklang.groups.models import Group
from dreiklang.groups.readers import tokens_of
from dreiklang.people.models import Person

BY_NAME = "namen"


class CounselForm(HouseForm):
    """For one of her groups, or for people whom she names."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    circle = forms.ChoiceField(
        label=_("Mit wem?"), widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, mit wem Sie beraten möchten.")},
    )  # fmt: skip
    names = forms.CharField(
        label=_("Wen laden Sie ein?"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
        help_text=_("Nur für „Mitglieder, die ich nenne“: voller Name oder E-Mail-Adresse, je Zeile eine Person. Drei "
                    "bis sieben Beratende sind eine gute Runde."),
    )  # fmt: skip
    link = forms.URLField(
        label=_("Link zum Videoraum"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Der Raum Ihrer Gruppe oder ein anderer. Er verschwindet mit der Beratung."),
        error_messages={"invalid": _("Bitte geben Sie eine vollständige Adresse an, zum Beispiel https://….")},
    )  # fmt: skip
    invites = forms.BooleanField(
        label=_("Alle mit einem Brief einladen"), required=False,
        help_text=_("Der Brief nennt Ihren Namen und den Link. Am Ende der Beratung wird er hier gelöscht."),
    )  # fmt: skip

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.people = person, []
        held = [token.removeprefix("group:") for token in tokens_of(person) if token.startswith("group:")]
        groups = Group.objects.filter(pk__in=held).exclude(kind=Group.NAMED).order_by("name")
        by_name = (BY_NAME, _("Mitglieder, die ich nenne"))
        self.fields["circle"].choices = [*((group.token, group.name) for group in groups), by_name]

    def clean(self):
        typed = super().clean()
        if typed.get("circle") == BY_NAME:
            self.people = self._named(typed.get("names", ""))
        return typed

    def _named(self, names: str) -> list[Person]:
        wanted = [" ".join(word.split()) for word in re.split(r"[,;\n]", names) if word.strip()]
        asked = Q(pk__in=())
        for word in wanted:
            asked |= Q(name__iexact=word) | Q(name=word) | Q(email=word.lower())
        people = list(Person.objects.able().filter(asked, is_member=True).exclude(pk=self.person.pk)) if wanted else []
        found = {}
        for word in wanted:
            fitting = [each for each in people if word.casefold() in {each.name.casefold(), each.email}]
            if len(fitting) != 1:
                sentence = _("So heißen mehrere Mitglieder: „%(name)s“. Bitte geben Sie die E-Mail-Adresse an.")
                if not fitting:
                    sentence = _("Kein anderes Mitglied heißt „%(name)s“.")
                self.add_error("names", sentence % {"name": word})
            found |= {person.pk: person for person in fitting}
        return list(found.values())

    def facts(self) -> dict:
        """What `actions.counsel.begin` takes."""
        typed = self.cleaned_data
        by_name = typed["circle"] == BY_NAME
        return {
            "public_id": typed["public_id"], "readers": "" if by_name else typed["circle"], "people": self.people,
            "link": typed["link"], "invites": by_name or typed["invites"],
        }  # fmt: skip
