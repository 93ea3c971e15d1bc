from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.events.forms.material import BroughtForm
from dreiklang.events.models import Material, Speaker
from dreiklang.foundation.forms import HouseForm, LineField
from dreiklang.foundation.licences import LICENCES, RESERVED


class SpeakerForm(HouseForm):
    """What the team knows about one speaker."""

    name = LineField(
        label=_("Name"), max_length=120, error_messages={"required": _("Bitte geben Sie den Namen an.")}
    )  # fmt: skip
    role = LineField(
        label=_("Rolle"), max_length=200, required=False, help_text=_("Steht hinter dem Namen auf der Seite.")
    )  # fmt: skip
    slot = LineField(
        label=_("Wann und wie lange"), max_length=200, required=False,
        help_text=_("Liest nur die Person selbst, zum Beispiel: 14:30 Uhr, 20 Minuten und Gespräch"),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-Mail-Adresse"), required=False,
        help_text=_("Liest nur das Programmteam. Dorthin geht der Link zur eigenen Seite."),
        error_messages={"invalid": _("Diese Adresse ist unvollständig. Sie sieht aus wie name@hochschule.de.")},
    )  # fmt: skip
    asks_first = forms.BooleanField(label=_("Erst nennen, wenn die Person selbst zugestimmt hat"), required=False)

    @staticmethod
    def of(speaker: Speaker) -> dict:
        initial = {name: getattr(speaker, name) for name in ("name", "role", "slot", "email")}
        return initial | {"asks_first": speaker.consent == Speaker.ASKED}

    def __init__(self, *args, speaker: Speaker, **kwargs):
        super().__init__(*args, initial=self.of(speaker), **kwargs)
        if speaker.consent not in (Speaker.NOTED, Speaker.ASKED):
            del self.fields["asks_first"]


class BriefingForm(HouseForm):
    source = forms.CharField(
        label=_("Was Mitwirkende vorab wissen sollten"), required=False, max_length=10000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Ziel des Tages, Vorwissen, Technik, Anreise. Leerzeile = neuer Absatz. **fett**, - Aufzählung."),
    )  # fmt: skip


class ContributionForm(BroughtForm):
    """A speaker's own material, and what may happen with it."""

    allowed = forms.ChoiceField(
        label=_("Was darf damit geschehen?"), choices=Material.ALLOWED, widget=forms.RadioSelect,
        initial=Material.SEATED, error_messages={"required": _("Bitte wählen Sie, was damit geschehen darf.")},
    )  # fmt: skip
    licence = forms.ChoiceField(label=_("Lizenz"), choices=LICENCES, initial=RESERVED)

    def facts(self) -> dict:
        data = self.cleaned_data
        return {name: data[name] for name in ("title", "url", "allowed", "licence")} | {"file": data["file"] or None}

    @staticmethod
    def of(item: Material) -> dict:
        return {name: getattr(item, name) for name in ("title", "url", "allowed", "licence")}
