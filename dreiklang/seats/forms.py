from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, PersonNameField, ReasonField


class GuestForm(HouseForm):
    """All that a visitor types to register."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = PersonNameField()
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Bitte geben Sie Ihre E-Mail-Adresse an. Dorthin schicken wir den Link zur Bestätigung."),
            "invalid": _("Diese Adresse ist unvollständig. Sie sieht aus wie name@beispiel.de."),
        },
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    @property
    def is_trapped(self) -> bool:
        """A field that people do not see was filled in: a machine."""
        return bool(self.cleaned_data.get("website"))


class CapacityForm(HouseForm):
    capacity = forms.IntegerField(
        label=_("Plätze"), min_value=0, max_value=5000, widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Bitte geben Sie eine Zahl an."), "invalid": _("Bitte geben Sie eine ganze Zahl an."),
            "min_value": _("Weniger als 0 Plätze gibt es nicht."), "max_value": _("Mehr als 5000 Plätze gehen nicht."),
        },
    )  # fmt: skip


class ReasonForm(HouseForm):
    reason = ReasonField(help_text=_("Steht im Verlauf. Wer herausgenommen wird, liest ihn."))
