from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, dress
from dreiklang.places.finding import Ambiguous, Unknown, pick
from dreiklang.places.models import Indicator, Municipality
from dreiklang.places.nearness import USUAL, Weights


class MunicipalityPicker(forms.TextInput):
    """A text field with suggestions; after an ambiguous text, radio buttons with what it could mean.

    Without JavaScript the suggestions stay empty and the radio buttons ask after sending. A chosen radio button counts
    only for the text it was offered for: whoever types something else instead means what was typed.
    """

    template_name = "places/picker.html"
    candidates: tuple[Municipality, ...] = ()
    picked: Municipality | None = None

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["type"] = "text"
        html_id = widget["attrs"].get("id", f"id_{name}")
        widget["attrs"] |= {
            "id": html_id,
            "list": f"{html_id}-vorschlaege",
            "autocomplete": "off",
            "spellcheck": "false",
            "hx-get": f"{reverse('municipalities')}?feld={name}",
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{html_id}-vorschlaege",
            "hx-swap": "innerHTML",
            "hx-params": name,
            "hx-sync": "this:replace",
        }
        return context | {"candidates": self.candidates}

    def format_value(self, value):
        return self.picked.label if self.picked else super().format_value(value)

    def value_from_datadict(self, data, files, name):
        typed = super().value_from_datadict(data, files, name)
        chosen, asked = data.get(f"{name}-auswahl"), data.get(f"{name}-zu")
        return chosen if chosen and (typed or "").strip() == (asked or "").strip() else typed


class MunicipalityField(forms.CharField):
    """Text, label or AGS in, a Municipality out (None where nothing was typed and nothing is required)."""

    widget = MunicipalityPicker
    default_error_messages = {
        "required": _("Bitte geben Sie Ihre Kommune an."),
        "unknown": _("Diese Kommune ist uns nicht bekannt. Bitte prüfen Sie die Schreibweise."),
        "ambiguous": _("Diesen Namen können wir nicht eindeutig zuordnen. Bitte wählen Sie Ihre Kommune aus."),
    }

    def __init__(self, **kwargs):
        super().__init__(**({"max_length": 200, "empty_value": None} | kwargs))

    def clean(self, value) -> Municipality | None:
        text = super().clean(value)
        if text is None:
            return None
        try:
            self.widget.picked = pick(text)
        except Unknown:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        except Ambiguous as ambiguous:
            self.widget.candidates = tuple(ambiguous.candidates)
            raise ValidationError(self.error_messages["ambiguous"], code="ambiguous")
        return self.widget.picked

    def prepare_value(self, value):
        return value.label if isinstance(value, Municipality) else value

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class WeightsForm(HouseForm):
    """What shall count when municipalities are compared. What the address says wrongly counts as usual."""

    STEPS = [("0", _("gar nicht")), ("1", _("wie üblich")), ("3", _("besonders"))]
    NAMES = {
        "groesse": ("size", _("Einwohnerzahl")), "dichte": ("density", _("Bevölkerungsdichte")),
        "art": ("kind", _("Art der Kommune")), "land": ("land", _("Land und Regierungsbezirk")),
        "kennzahlen": ("indicators", _("Kennzahlen")),
    }  # fmt: skip

    def __init__(self, data):
        super().__init__(data)
        has_indicators = Indicator.objects.exists()
        for name, (part, label) in self.NAMES.items():
            if part != "indicators" or has_indicators:
                self.fields[name] = forms.ChoiceField(label=label, choices=self.STEPS)
                self.initial[name] = "1"
        self.data = {name: value for name in self.fields if (value := data.get(name)) in dict(self.STEPS)}
        self.data = {name: self.data.get(name, "1") for name in self.fields}
        dress(self)

    @property
    def weights(self) -> Weights:
        return Weights(**{self.NAMES[name][0]: float(value) for name, value in self.data.items()})

    @property
    def is_changed(self) -> bool:
        return self.weights != USUAL
