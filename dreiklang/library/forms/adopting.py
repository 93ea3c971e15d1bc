from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, ReasonField


class AdoptionForm(HouseForm):
    changed = forms.CharField(
        label=_("Was haben Sie geändert oder anders gemacht?"), max_length=600, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Zwei, drei Sätze, die einer Kollegin oder einem Kollegen helfen. Bitte keine Namen."),
    )  # fmt: skip


class RemovalForm(HouseForm):
    reason = ReasonField()
