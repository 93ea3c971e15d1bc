import re

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.debates.forms.beginning import readers_for
from dreiklang.debates.models import Hall, HallQuestion
from dreiklang.dialogue.forms.warned import WarnsFirst
from dreiklang.foundation.forms import HouseForm, LineField, day
from dreiklang.groups.readers import MEMBERS, PUBLIC

USUAL, CHECKED, AT_ONCE = "usual", "checked", "at_once"
_EVENT = re.compile(r"/veranstaltungen/[-a-z0-9_]{1,150}/")


class HallForm(HouseForm):
    """Of a new hall, or of one that is changed: who reads it then stands."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Worum geht es?"), max_length=150,
        help_text=_("Steht groß auf der Leinwand, zum Beispiel: Podium „Ankommen im Quartier“."),
        error_messages={"required": _("Bitte schreiben Sie, worum es geht.")},
    )  # fmt: skip
    on = day(_("Tag"), help_text=_("Fragen kann man, sobald der Saal offen ist, auch schon vor dem Tag."))
    readers = forms.ChoiceField(label=_("Wer fragt und liest mit?"))
    checks = forms.ChoiceField(
        label=_("Wann erscheint eine Frage?"), widget=forms.RadioSelect, initial=USUAL,
        choices=[
            (USUAL, _("wie üblich: wo alle lesen, erst geprüft, sonst sofort")),
            (CHECKED, _("erst geprüft: wenn Sie sie aufnehmen")), (AT_ONCE, _("sofort")),
        ],
        error_messages={"required": _("Bitte wählen Sie eines davon aus.")},
    )  # fmt: skip
    event_path = LineField(
        label=_("Adresse der Veranstaltung"), required=False, max_length=250,
        help_text=_("Wenn er zu einer Veranstaltung dieses Hauses gehört, zum Beispiel /veranstaltungen/fachtag/."),
    )  # fmt: skip

    def __init__(self, *args, person, hall: Hall | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.hall = hall
        if hall:
            del self.fields["readers"]
            self.fields["checks"].choices = self.fields["checks"].choices[1:]
            return
        for_all = [(MEMBERS, _("Mitglieder des Netzwerks")), (PUBLIC, _("alle, auch ohne Konto"))]
        self.fields["readers"].choices = readers_for(person, for_all)

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on < timezone.localdate() and not (self.hall and self.hall.on == on):
            raise forms.ValidationError(_("Dieser Tag ist vorbei."))
        if on.year > 2100:
            raise forms.ValidationError(_("Bitte geben Sie ein Jahr zwischen 2000 und 2100 an."))
        return on

    def clean_event_path(self) -> str:
        path = self.cleaned_data["event_path"].removeprefix(settings.SITE_URL)
        if path and not _EVENT.fullmatch(path):
            raise forms.ValidationError(
                _("Das ist keine Veranstaltung dieses Hauses. Die Adresse beginnt mit /veranstaltungen/.")
            )
        return path

    def facts(self) -> dict:
        data = self.cleaned_data
        readers = {"readers": data["readers"]} if "readers" in self.fields else {}
        usual = data.get("readers") == PUBLIC
        return {
            "title": data["title"], "on": data["on"], "event_path": data["event_path"],
            "is_checked": {USUAL: usual, CHECKED: True, AT_ONCE: False}[data["checks"]],
        } | readers  # fmt: skip

    @staticmethod
    def of(hall: Hall) -> dict:
        """Initial values."""
        return {
            "title": hall.title, "on": hall.on, "event_path": hall.event_path,
            "checks": CHECKED if hall.is_checked else AT_ONCE,
        }  # fmt: skip


class HallQuestionForm(WarnsFirst, HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    source = LineField(
        label=_("Ihre Frage"), max_length=HallQuestion.LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
        help_text=_("Höchstens 280 Zeichen. Bitte keine Namen von Menschen, um die es geht."),
        error_messages={
            "required": _("Bitte schreiben Sie eine Frage."),
            "max_length": _("Höchstens %(limit_value)d Zeichen: kurz genug für die Leinwand."),
        },
    )  # fmt: skip


class CodeForm(HouseForm):
    code = LineField(
        label=_("Code von der Leinwand"), max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Bitte geben Sie den Code ein, der auf der Leinwand steht.")},
    )  # fmt: skip

    def clean_code(self) -> str:
        return re.sub(r"[^0-9A-Z]", "", self.cleaned_data["code"].upper())
