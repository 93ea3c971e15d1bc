from datetime import date
from decimal import Decimal

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator, URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField, PersonNameField, ReasonField, day
from dreiklang.foundation.pictures import PictureField
from dreiklang.people.models import FieldOfAction, Level
from dreiklang.places.forms import MunicipalityField

EARLIEST = date(1950, 1, 1)  # nobody in office began before: a slip of the pen


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

    def __init__(self, *args, is_member: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_member:  # of a ministry: it holds no municipality's post
            del self.fields["municipality"], self.fields["topics"]


class OfficeForm(HouseForm):
    """How large the post is, and from when to when she holds it."""

    share = forms.IntegerField(
        label=_("Stellenumfang in Prozent"), min_value=1, max_value=100, required=False,
        help_text=_("100 ist eine volle Stelle."), widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Bitte geben Sie eine ganze Zahl an, zum Beispiel 50."),
            "min_value": _("Der Umfang liegt zwischen 1 und 100 Prozent."),
            "max_value": _("Der Umfang liegt zwischen 1 und 100 Prozent."),
        },
    )  # fmt: skip
    held_from = day(_("Im Amt seit"))
    held_to = day(
        _("Im Amt bis"),
        required=False,
        help_text=_("Nur ausfüllen, wenn Sie die Stelle verlassen. Die Stelle bleibt bestehen."),
    )

    def clean_held_from(self):
        held_from = self.cleaned_data["held_from"]
        if held_from > timezone.localdate():
            raise forms.ValidationError(_("Der Beginn liegt in der Zukunft. Bitte geben Sie einen Tag bis heute an."))
        if held_from < EARLIEST:
            raise forms.ValidationError(_("Bitte prüfen Sie das Jahr. Der Beginn liegt frühestens im Jahr 1950."))
        return held_from

    def clean(self):
        data = super().clean()
        if data.get("held_from") and data.get("held_to") and data["held_to"] < data["held_from"]:
            self.add_error("held_to", _("Das Ende liegt vor dem Beginn."))
        return data

    def clean_share(self):
        share = self.cleaned_data["share"]
        return None if share is None else Decimal(share) / 100


class LevelField(forms.TypedChoiceField):
    """Who reads one thing of a card. Hidden, unless she says otherwise."""

    def __init__(self, label, **kwargs):
        super().__init__(
            label=label, choices=Level, coerce=int, empty_value=Level.ME, initial=Level.ME, required=False, **kwargs
        )
        self.is_asked_for = True


def _text(label, help_text: str, most: int = 300, widget=None, **kwargs) -> LineField:
    return LineField(
        label=label, max_length=most, required=False, help_text=help_text,
        widget=widget or forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Bitte kürzen Sie den Text auf %(limit_value)d Zeichen. Jetzt sind es "
                                        "%(show_value)d.")}, **kwargs,
    )  # fmt: skip


class ReleaseForm(HouseForm):
    """What others may see of a person beside her name: of each thing who reads it. What stands in her profile is said
    beside it; the rest she writes here."""

    shows_function = LevelField(_("Meine Funktion"))
    shows_municipality = LevelField(_("Meine Kommune"))
    shows_fields = LevelField(_("Meine Handlungsfelder"))
    offer = _text(
        _("Ich kann helfen bei …"), _("Zum Beispiel: Verträge mit Sprachmittlerinnen und Sprachmittlern")
    )  # fmt: skip
    shows_offer = LevelField(_("Wer liest das?"))
    seeks = _text(_("Ich suche …"), _("Zum Beispiel: Erfahrung mit Wohnungslotsinnen und Wohnungslotsen"))
    shows_seeks = LevelField(_("Wer liest das?"))
    phone = _text(
        _("Dienstliche Telefonnummer"), "", 40, forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        validators=[RegexValidator(r"^\+?[0-9 ()/-]{4,}$", _("Bitte geben Sie eine Telefonnummer an, zum Beispiel "
                                                              "07531 1234-56."))],
    )  # fmt: skip
    shows_phone = LevelField(_("Wer liest das?"))
    link = forms.URLField(
        label=_("Link, zum Beispiel zur Seite Ihrer Stelle"), max_length=300, required=False, assume_scheme="https",
        validators=[URLValidator(["https", "http"])],
        error_messages={"invalid": _("Dieser Link ist unvollständig. Er sieht aus wie https://www.kommune.de/integration")},
    )  # fmt: skip
    shows_link = LevelField(_("Wer liest das?"))
    shows_photo = LevelField(_("Mein Foto"))
    allows_vcard = forms.BooleanField(
        label=_("Andere dürfen meine Karte in ihr Adressbuch übernehmen"), required=False,
        help_text=_("Als einzelne Datei (vCard), mit dem, was sie hier sehen. Ohne E-Mail-Adresse."),
    )  # fmt: skip

    def __init__(self, *args, card, **kwargs):
        """`card` is hers with everything on it."""
        super().__init__(*args, **kwargs)
        missing = _("Noch nicht im Profil. Sobald es dort steht, kommt es auf die Karte.")
        self.fields["shows_function"].help_text = card.function or missing
        self.fields["shows_municipality"].help_text = card.municipality.label if card.municipality else missing
        self.fields["shows_fields"].help_text = ", ".join(card.fields) or missing
        if not card.photo_path:
            self.fields["shows_photo"].help_text = _("Ein Foto können Sie unten hinzufügen.")

    def lines(self) -> list[tuple]:
        """(what she writes, who reads it), or (None, who reads it) of what is written elsewhere."""
        texts = {f"shows_{name}": name for name in ("offer", "seeks", "phone", "link")}
        levels = [name for name in self.fields if name.startswith("shows_")]
        return [(self[texts[name]] if name in texts else None, self[name]) for name in levels]


class PhotoForm(HouseForm):
    photo = PictureField(
        label=_("Foto"), widest=480, help_text=_("JPG, PNG oder WebP bis 5 MB. Ort und Gerät nimmt das Haus heraus."),
        error_messages={"required": _("Bitte wählen Sie ein Foto.")},
    )  # fmt: skip


class MessageForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    subject = LineField(
        label=_("Betreff"), max_length=120, error_messages={"required": _("Bitte geben Sie einen Betreff an.")}
    )
    text = forms.CharField(
        label=_("Nachricht"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Bitte schreiben Sie eine Nachricht.")},
    )  # fmt: skip


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

    def clean(self):
        data = super().clean()
        if self.errors and data.get("password"):  # a form that comes back never brings the password back
            self.add_error("password", _("Bitte geben Sie das Passwort noch einmal ein."))
        return data


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
    for_ministry = forms.BooleanField(
        label=_("Konto für ein Ministerium"), required=False,
        help_text=_("Es liest nur, was öffentlich ist, und die Räume der Gruppen, in die Sie es aufnehmen. Es findet "
                    "keine Mitglieder und nichts von ihnen."),
    )  # fmt: skip


class ReasonForm(HouseForm):
    reason = ReasonField()
