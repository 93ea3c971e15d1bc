from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField
from dreiklang.library.models import Article


class DraftForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Art der Seite"), choices=Article.KINDS)
    title = LineField(
        label=_("Titel"), max_length=150,
        help_text=_("In Ihren Worten; er lässt sich jederzeit ändern. Bleibt er so, bekommt die Seite den Titel aus "
                    "dem Dialog, sobald einverstanden ist, von wem er stammt."),
        error_messages={"required": _("Bitte geben Sie der Seite einen Titel.")},
    )  # fmt: skip
