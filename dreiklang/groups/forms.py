from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField, day
from dreiklang.groups.models import Group, Membership


class GroupForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = LineField(
        label=_("Name der Gruppe"), max_length=120,
        error_messages={"required": _("Bitte geben Sie der Gruppe einen Namen.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Art"), choices=[pair for pair in Group.KINDS if pair[0] != Group.NAMED])


class RoleForm(HouseForm):
    role = forms.ChoiceField(label=_("Rolle"), choices=Membership.ROLES)
    until = day(_("zu Gast bis"), required=False)

    @property
    def last_day(self):
        """Of a guest; whoever belongs to the group has none."""
        return self.cleaned_data["until"] if self.cleaned_data["role"] == Membership.GUEST else None
