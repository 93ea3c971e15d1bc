from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.exchange.segments import SIZES, Segment
from dreiklang.foundation.forms import HouseForm, LineField
from dreiklang.people.models import FieldOfAction
from dreiklang.places.models import Association, Land, Municipality


class LetterForm(HouseForm):
    """What is written. To a group nothing else is asked."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    subject = LineField(
        label=_("Betreff"), max_length=150, error_messages={"required": _("Bitte geben Sie einen Betreff an.")}
    )
    source = forms.CharField(
        label=_("Text"), max_length=10000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Leerzeile = neuer Absatz. **fett**, - Aufzählung. Anrede und Gruß setzen wir dazu."),
        error_messages={"required": _("Bitte schreiben Sie einen Text.")},
    )  # fmt: skip

    def segment(self, group=None) -> Segment:
        return Segment(group=group)


class CircularForm(LetterForm):
    land = forms.ModelChoiceField(label=_("Land"), queryset=Land.objects.all(), empty_label=_("alle"), required=False)
    association = forms.ModelChoiceField(
        label=_("Verband"), queryset=Association.objects.order_by("name"), empty_label=_("alle"), required=False
    )
    kinds = forms.MultipleChoiceField(
        label=_("Art der Kommune"), choices=Municipality.KINDS, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nichts gewählt heißt: alle."),
    )  # fmt: skip
    sizes = forms.MultipleChoiceField(
        label=_("Einwohner"), choices=SIZES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nichts gewählt heißt: alle."),
    )  # fmt: skip
    fields_of_action = forms.ModelMultipleChoiceField(
        label=_("Handlungsfelder"), queryset=FieldOfAction.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Wer mindestens eines davon angegeben hat."),
    )  # fmt: skip

    def segment(self, group=None) -> Segment:
        data = self.cleaned_data
        return Segment(
            land=data["land"], association=data["association"], kinds=tuple(data["kinds"]),
            sizes=tuple(data["sizes"]), fields=tuple(data["fields_of_action"]),
        )  # fmt: skip
