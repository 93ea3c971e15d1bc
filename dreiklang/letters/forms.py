from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm


class AnswerForm(HouseForm):
    """What one would type into a mail program, under a letter of the demo."""

    text = forms.CharField(
        label=_("Ihre Antwort per E-Mail"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Bitte schreiben Sie etwas.")},
    )  # fmt: skip
