from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField, PersonNameField
from dreiklang.people.models import FieldOfAction
from dreiklang.places.forms import MunicipalityField


class FieldsOfAction(forms.ModelMultipleChoiceField):
    def __init__(self, **kwargs):
        super().__init__(
            FieldOfAction.objects.all(), label=_("Handlungsfelder"), required=False,
            help_text=_("Woran arbeiten Sie vor allem?"), widget=forms.CheckboxSelectMultiple, **kwargs,
        )  # fmt: skip


class ProfileForm(HouseForm):
    """The four things that onboarding asks."""

    name = PersonNameField()
    municipality = MunicipalityField(label=_("Ihre Kommune"), required=False)
    function = LineField(
        label=_("Ihre Funktion"), max_length=120, help_text=_("Zum Beispiel: Integrationsbeauftragte"),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": _("Bitte nennen Sie Ihre Funktion.")},
    )  # fmt: skip
    topics = FieldsOfAction()


class InvitationForm(ProfileForm):
    """Accepting an invitation: the profile, and a password for whoever wants one."""

    password = forms.CharField(
        label=_("Passwort"), required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Mindestens 12 Zeichen. Ohne Passwort melden Sie sich mit einem Code an, den wir Ihnen mailen."),
    )  # fmt: skip

    def clean_password(self):
        if password := self.cleaned_data["password"]:
            validate_password(password)
        return password


class AccessRequestForm(HouseForm):
    name = PersonNameField()
    email = forms.EmailField(
        label=_("Dienstliche E-Mail-Adresse"), widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Bitte geben Sie Ihre dienstliche E-Mail-Adresse an."),
            "invalid": _("Diese Adresse ist unvollständig. Sie sieht aus wie name@kommune.de."),
        },
    )  # fmt: skip
    municipality = MunicipalityField(label=_("Ihre Kommune"))
    function = LineField(
        label=_("Ihre Funktion"), max_length=120, help_text=_("Zum Beispiel: Integrationsbeauftragte"),
        error_messages={"required": _("Bitte nennen Sie Ihre Funktion.")},
    )  # fmt: skip
    message = forms.CharField(
        label=_("Was wir noch wissen sollten"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InviteForm(HouseForm):
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        error_messages={
            "required": _("Bitte geben Sie eine Adresse an."),
            "invalid": _("Diese Adresse ist unvollständig. Sie sieht aus wie name@kommune.de."),
        },
    )  # fmt: skip
    name = PersonNameField(label=_("Name"), required=False)


class ReasonForm(HouseForm):
    reason = forms.CharField(
        label=_("Grund"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
