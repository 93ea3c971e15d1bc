from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField, ReasonField

LARGEST_BADGE = 256 * 1024  # bytes; ours have about two thousand


class CodeForm(HouseForm):
    """What stands on a confirmation: the code, or the whole address that one has copied."""

    code = LineField(
        label=_("Code oder Adresse"), max_length=300,
        help_text=_("Steht unten auf der Bescheinigung. Groß- und Kleinschreibung und Leerzeichen sind gleich."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        last = self.cleaned_data["code"].rstrip("/").rpartition("/")[2]
        return "".join(sign for sign in last.lower() if sign.isalnum())


class BadgeForm(HouseForm):
    file = forms.FileField(
        label=_("Datei mit dem Badge"), required=False, allow_empty_file=True,
        help_text=_("Die Datei badge.json, die mit der Bescheinigung kam."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json,application/ld+json"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("oder sein Text"), required=False, max_length=LARGEST_BADGE, strip=True,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )  # fmt: skip

    file.is_asked_for = text.is_asked_for = True  # one of them

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_BADGE:
            raise ValidationError(_("Diese Datei ist zu groß für ein Badge."))
        return file

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("file") and not data.get("text"):
            raise ValidationError(_("Bitte wählen Sie die Datei aus oder fügen Sie den Text des Badges ein."))
        return data

    def badge(self) -> str:
        if file := self.cleaned_data["file"]:
            return file.read().decode("utf-8-sig", errors="replace")
        return self.cleaned_data["text"]


class RevocationForm(HouseForm):
    reason = ReasonField(help_text=_("Die Person liest ihn in ihrem Brief; auf der Seite zum Prüfen steht er nicht."))
