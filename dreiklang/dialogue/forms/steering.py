from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.actions.steering import within_the_house
from dreiklang.dialogue.forms.writing import text
from dreiklang.dialogue.models import Trace
from dreiklang.foundation.forms import HouseForm, LineField, day
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.models import FieldOfAction
from dreiklang.places.models import Land


class SummaryForm(HouseForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    source = text(_("Zwischenstand"), required=False, help_text=_("Leer lassen, um den Zwischenstand zu entfernen."))


class StateForm(HouseForm):
    title = LineField(
        label=_("In einem Satz"), max_length=150,
        error_messages={"required": _("Bitte sagen Sie in einem Satz, worum es geht.")},
    )  # fmt: skip
    field = forms.ModelChoiceField(
        label=_("Handlungsfeld"), queryset=FieldOfAction.objects.all(), required=False,
        empty_label=_("keines oder mehrere"),
    )  # fmt: skip
    land = forms.ModelChoiceField(
        label=_("Gilt für"), queryset=Land.objects.all(), required=False, empty_label=_("alle Länder")
    )  # fmt: skip
    valid_on = day(_("Stand"), required=False)


class TraceForm(HouseForm):
    direction = forms.ChoiceField(label=_("Verweis"), choices=Trace.DIRECTIONS)
    label = LineField(
        label=_("Was ist es?"), max_length=200, help_text=_("Zum Beispiel: MittagsMeeting zu Sprachmittlung"),
        error_messages={"required": _("Bitte sagen Sie, was es ist.")},
    )  # fmt: skip
    path = LineField(
        label=_("Adresse auf dieser Plattform"), max_length=400,
        help_text=_("Kopieren Sie sie aus der Adresszeile, zum Beispiel /veranstaltungen/…"),
        error_messages={"required": _("Bitte geben Sie die Adresse an.")},
    )  # fmt: skip

    def clean_path(self):
        try:
            path = within_the_house(self.cleaned_data["path"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence)
        if len(path) > 300:
            raise forms.ValidationError(_("Diese Adresse ist zu lang."))
        return path
