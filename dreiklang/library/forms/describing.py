from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.files import DocumentField
from dreiklang.foundation.forms import HouseForm, LineField, dress
from dreiklang.foundation.licences import LICENCES
from dreiklang.groups.models import Group
from dreiklang.groups.readers import tokens_of
from dreiklang.library.actions.describing import MOST_FIELDS, version_of
from dreiklang.library.forms.writing import readers_for, teams_of
from dreiklang.library.models import Article
from dreiklang.people.models import Block, FieldOfAction, Person
from dreiklang.places.forms import MunicipalityField
from dreiklang.places.models import Land

_OF_AN_EXAMPLE = ("cost", "staff", "duration")


def _open(choices) -> list:
    return [("", _("keine Angabe")), *choices]


class FactsForm(HouseForm):
    seen = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Art der Seite"), choices=Article.KINDS)
    title = LineField(
        label=_("Titel"), max_length=150, error_messages={"required": _("Bitte geben Sie der Seite einen Titel.")}
    )
    summary = LineField(
        label=_("Das Wichtigste in einem Satz"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
        help_text=_("Steht in Listen und oben auf der Seite."),
    )  # fmt: skip
    readers = forms.ChoiceField(label=_("Wer soll die Seite lesen?"))
    licence = forms.ChoiceField(
        label=_("Was andere damit tun dürfen"), choices=LICENCES,
        help_text=_("CC BY 4.0: weiterverwenden mit Namensnennung, so passt es für die meisten Seiten."),
    )  # fmt: skip
    fields_of_action = forms.ModelMultipleChoiceField(
        label=_("Handlungsfelder"), queryset=FieldOfAction.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Höchstens drei."),
    )  # fmt: skip
    duties = forms.MultipleChoiceField(
        label=_("Aufgaben der Stelle"), choices=Article.DUTIES, required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    sizes = forms.MultipleChoiceField(
        label=_("Passt für"), choices=Article.SIZES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nichts gewählt: für alle."),
    )  # fmt: skip
    land = forms.ModelChoiceField(
        label=_("Gilt in"), queryset=Land.objects.all(), required=False, empty_label=_("allen Ländern")
    )  # fmt: skip
    municipality = MunicipalityField(label=_("Aus welcher Kommune"), required=False)
    cost = forms.ChoiceField(label=_("Kosten im Jahr"), choices=_open(Article.COSTS), required=False)
    staff = forms.ChoiceField(label=_("Arbeitszeit"), choices=_open(Article.STAFF), required=False)
    duration = forms.ChoiceField(label=_("Bis es lief"), choices=_open(Article.DURATIONS), required=False)
    contact = LineField(
        label=_("Wer Fragen beantwortet"), max_length=300, required=False,
        help_text=_("Name oder Amt mit Telefon oder E-Mail-Adresse. Steht auf der Seite für alle, die sie lesen."),
    )  # fmt: skip

    def __init__(self, *args, article: Article, person, **kwargs):
        super().__init__(*args, initial=self.of(article), **kwargs)
        self.fields["readers"].choices = readers_for(person, article)
        if article.release_id:
            del self.fields["kind"]
            self.fields["readers"].help_text = _("Ein anderer Kreis liest die Seite erst ab der nächsten Freigabe.")
        if not article.is_example:
            for name in _OF_AN_EXAMPLE:
                del self.fields[name]

    @staticmethod
    def of(article: Article) -> dict:
        same = ("kind", "title", "summary", "licence", "land", "municipality", *_OF_AN_EXAMPLE, "contact")
        return {name: getattr(article, name) for name in same} | {
            "seen": version_of(article), "readers": article.next_readers, "duties": list(article.duties),
            "sizes": list(article.sizes), "fields_of_action": [field.pk for field in article.fields.all()],
        }  # fmt: skip

    def clean_fields_of_action(self):
        chosen = self.cleaned_data["fields_of_action"]
        if len(chosen) > MOST_FIELDS:
            raise ValidationError(_("Bitte wählen Sie höchstens drei Handlungsfelder."))
        return chosen

    def facts(self) -> dict:
        """The facts of `describe`."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        facts["fields"] = list(facts.pop("fields_of_action"))
        return facts | {name: "".join(sorted(facts[name])) for name in ("duties", "sizes")}


class WhoForm(HouseForm):
    """One member who reads the page, by her full name or her address."""

    who = LineField(
        label=_("Voller Name oder E-Mail-Adresse"), max_length=120,
        error_messages={"required": _("Bitte sagen Sie, wer mitschreiben soll.")},
    )  # fmt: skip

    def __init__(self, *args, person, article: Article, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.article = person, article

    def clean_who(self) -> Person:
        word = self.cleaned_data["who"].replace("\0", "")
        able = Person.objects.able().filter(is_member=True)
        able = able.exclude(pk__in=Block.objects.filter(whom=self.person).values("person"))
        named = able.filter(email=word.lower()) | able.filter(name__iexact=word) | able.filter(name=word)
        found = [each for each in named.distinct()[:5] if self._reads(each)]
        if len(found) != 1:
            raise ValidationError(
                _("Das sind mehrere. Bitte geben Sie die E-Mail-Adresse an.") if found
                else _("Unter denen, die diese Seite lesen sollen, ist niemand mit diesem Namen oder dieser Adresse.")
            )  # fmt: skip
        return found[0]

    def _reads(self, person) -> bool:
        return {self.article.readers, self.article.next_readers} <= set(tokens_of(person))


class TeamForm(HouseForm):
    team = forms.ModelChoiceField(
        label=_("Name unter der Seite"), queryset=Group.objects.none(), required=False,
        empty_label=_("die Personen, die schreiben"),
    )  # fmt: skip

    def __init__(self, *args, person, article: Article, **kwargs):
        super().__init__(*args, initial={"team": article.team_id}, **kwargs)
        self.fields["team"].queryset = teams_of(person)
        self.fields["team"].is_asked_for = True


class SourceForm(HouseForm):
    """One row of the sources; an empty one is none."""

    title = LineField(label=_("Titel"), max_length=200, required=False)
    url = forms.URLField(
        label=_("Adresse im Netz"), max_length=500, required=False, assume_scheme="https",
        error_messages={"invalid": _("Bitte geben Sie eine Adresse an, zum Beispiel https://www.beispiel.de.")},
    )  # fmt: skip
    note = LineField(label=_("Anmerkung"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.is_asked_for = True  # that a row may stay empty is said once, above

    def clean(self):
        typed = super().clean()
        if not typed.get("title") and (typed.get("url") or typed.get("note")):
            self.add_error("title", _("Bitte geben Sie der Quelle einen Titel."))
        if (url := typed.get("url")) and not url.startswith(("http://", "https://")):
            self.add_error("url", _("Bitte geben Sie eine Adresse an, zum Beispiel https://www.beispiel.de."))
        return typed


class SourceRows(forms.BaseFormSet):
    """Rows with a place in the order and a tick to remove them, in the look of the house."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs.pop("class", None)
        form.fields["ORDER"].label, form.fields["DELETE"].label = _("Platz in der Liste"), _("Quelle entfernen")
        form.fields["ORDER"].is_asked_for = True
        dress(form)


class FileForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Was ist das?"), max_length=200,
        error_messages={"required": _("Bitte sagen Sie, was die Datei ist.")},
    )  # fmt: skip
    file = DocumentField(
        label=_("Datei"), help_text=_("Bis 20 MB: PDF, Word, Excel, PowerPoint, OpenDocument, Bild oder Text."),
        error_messages={"required": _("Bitte wählen Sie eine Datei.")},
    )  # fmt: skip


class FileNameForm(HouseForm):
    title = LineField(
        label=_("Was ist das?"), max_length=200,
        error_messages={"required": _("Bitte sagen Sie, was die Datei ist.")},
    )  # fmt: skip
