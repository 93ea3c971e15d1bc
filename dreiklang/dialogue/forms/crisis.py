from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.forms.writing import text
from dreiklang.foundation.forms import HouseForm, LineField

NAMED, PROTECTED = "named", "protected"


class CrisisForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Was ist passiert, in einem Satz?"), max_length=150,
        error_messages={"required": _("Bitte sagen Sie in einem Satz, was passiert ist.")},
    )  # fmt: skip
    source = text(_("Was brauchen Sie zuerst?"), rows=5)
    as_whom = forms.ChoiceField(
        label=_("Wie möchten Sie schreiben?"), widget=forms.RadioSelect, initial=NAMED,
        choices=[
            (NAMED, _("unter meinem Namen")),
            (PROTECTED, _("ohne Namen, als „Integrationsbeauftragte“; erscheint innerhalb einer halben Stunde")),
        ],
        error_messages={"required": _("Bitte wählen Sie eines davon aus.")},
    )  # fmt: skip

    def __init__(self, *args, may_be_protected: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_be_protected:
            self.fields["as_whom"].choices = self.fields["as_whom"].choices[:1]
            self.fields["as_whom"].widget = forms.HiddenInput()

    def facts(self) -> dict:
        """Keyword arguments of `open_crisis`."""
        data = self.cleaned_data
        return {
            "title": data["title"], "source": data["source"], "public_id": data["public_id"],
            "is_protected": data["as_whom"] == PROTECTED,
        }  # fmt: skip
