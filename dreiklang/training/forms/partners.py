from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, PersonNameField, day
from dreiklang.foundation.table_files import MOST_BYTES


class ListForm(HouseForm):
    file = forms.FileField(
        label=_("Liste als .xlsx oder .csv"), max_length=200,
        help_text=_("Mit den Spalten Name und E-Mail, in beliebiger Reihenfolge. Titelzeilen darüber stören nicht."),
        error_messages={"required": _("Bitte wählen Sie eine Datei."), "empty": _("Die Datei ist leer.")},
    )  # fmt: skip

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Die Datei ist größer als 2 MB. Eine Liste von Personen ist viel kleiner."))
        return file


class GuestForm(HouseForm):
    name = PersonNameField(label=_("Name"), error_messages={"required": _("Bitte geben Sie den Namen an.")})
    email = forms.EmailField(
        label=_("E-Mail-Adresse"), help_text=_("Dorthin geht der Link. Liest nur das Programmteam."),
        error_messages={
            "required": _("Bitte geben Sie eine Adresse an."),
            "invalid": _("Diese Adresse ist unvollständig. Sie sieht aus wie name@hochschule.de."),
        },
    )  # fmt: skip
    until = day(_("Link gilt bis"), help_text=_("Bis zum Ende dieses Tages. Danach zeigt der Link nichts mehr."))
