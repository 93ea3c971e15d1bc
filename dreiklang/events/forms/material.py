from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.events.models import Material
from dreiklang.foundation.files import DocumentField
from dreiklang.foundation.forms import HouseForm, LineField, day_and_time

FACTS = (
    "title", "note", "order", "readers", "opens_at", "opens_after_attending", "by_name", "may_be_published",
)  # fmt: skip


class BroughtForm(HouseForm):
    """A file or a link with a title, whoever brings it."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Titel"), max_length=200, error_messages={"required": _("Bitte geben Sie einen Titel an.")}
    )
    file = DocumentField(
        label=_("Datei"), required=False,
        help_text=_("PDF, Word, Excel, PowerPoint, OpenDocument, Bild oder Text bis 20 MB."),
    )  # fmt: skip
    url = forms.URLField(
        label=_("oder Link"), required=False, max_length=500, assume_scheme="https",
        error_messages={"invalid": _("Der Link beginnt mit https://")},
    )  # fmt: skip

    def __init__(self, *args, item: Material | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item

    def clean_url(self):
        url = self.cleaned_data["url"]
        if url and not url.startswith(("https://", "http://")):
            raise forms.ValidationError(_("Der Link beginnt mit https://"))
        return url

    def clean(self):
        data = super().clean()
        if self.errors.keys() & {"file", "url"}:
            return data
        if data.get("file") and data.get("url"):
            self.add_error("url", _("Bitte nur eines von beiden: die Datei oder den Link."))
        elif not data.get("file") and not data.get("url") and not (self.item and self.item.kind == Material.FILE):
            self.add_error("file", _("Bitte wählen Sie eine Datei oder nennen Sie einen Link."))
        return data


class MaterialForm(BroughtForm):
    note = LineField(label=_("Hinweis"), max_length=500, required=False)
    by_name = LineField(
        label=_("Von wem"), max_length=120, required=False,
        help_text=_("Steht dabei, zum Beispiel: Dr. Lea Roth. Nur mit Einverständnis."),
    )  # fmt: skip
    readers = forms.ChoiceField(label=_("Wer liest es?"), choices=Material.AUDIENCES)
    opens_at = day_and_time(_("Öffnet am"), required=False, help_text=_("Leer lassen, wenn es sofort offen ist."))
    opens_after_attending = forms.BooleanField(
        label=_("Öffnet erst für alle, die als anwesend oder entschuldigt eingetragen sind"), required=False
    )
    may_be_published = forms.BooleanField(
        label=_("Darf auch außerhalb dieser Veranstaltung veröffentlicht werden"), required=False
    )
    order = forms.IntegerField(
        label=_("Stelle in der Liste"), min_value=0, max_value=999,
        error_messages={
            "required": _("Bitte geben Sie eine ganze Zahl an."), "invalid": _("Bitte geben Sie eine ganze Zahl an."),
        },
    )  # fmt: skip

    def facts(self) -> dict:
        """Keyword arguments of the actions."""
        data = self.cleaned_data
        return {name: data[name] for name in FACTS} | {"file": data["file"] or None, "url": data["url"]}

    @staticmethod
    def of(item: Material) -> dict:
        return {name: getattr(item, name) for name in (*FACTS, "url")}
