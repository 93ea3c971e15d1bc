from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm
from dreiklang.front.models import BarrierReport


class BarrierForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Was war nicht zugänglich?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Bitte beschreiben Sie kurz, was nicht ging.")},
    )  # fmt: skip
    page = forms.CharField(label=_("Auf welcher Seite?"), max_length=300, required=False)
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse, wenn Sie eine Antwort wünschen"), required=False,
        error_messages={"invalid": _("Diese Adresse ist unvollständig. Sie sieht aus wie name@beispiel.de.")},
    )  # fmt: skip


class AnsweredForm(forms.Form):
    """The button beside a report."""

    report = forms.ModelChoiceField(BarrierReport.objects.all())


class PageForm(HouseForm):
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(
        label=_("Text"), max_length=60000, widget=forms.Textarea(attrs={"rows": 22, "class": "tall"}),
        help_text=_("Leerzeile = neuer Absatz. ## Überschrift, **fett**, - Aufzählung, [Text](Adresse)."),
        error_messages={"required": _("Die Seite darf nicht leer sein.")},
    )  # fmt: skip

    def clean_source(self):
        """As it is kept. Browsers send line ends as CR LF, and an unchanged page must not look like a new version."""
        return self.cleaned_data["source"].replace("\r\n", "\n") + "\n"


class DeletionForm(HouseForm):
    sure = forms.BooleanField(
        label=_("Ja, mein Konto und meine Daten endgültig löschen"),
        error_messages={"required": _("Bitte setzen Sie das Häkchen, wenn Sie sicher sind.")},
    )  # fmt: skip
