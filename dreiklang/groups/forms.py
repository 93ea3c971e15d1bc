from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField
from dreiklang.groups.models import Group


class GroupForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = LineField(
        label=_("Name der Gruppe"), max_length=120,
        error_messages={"required": _("Bitte geben Sie der Gruppe einen Namen.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Art"), choices=[pair for pair in Group.KINDS if pair[0] != Group.NAMED])
