from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField, PersonNameField
from dreiklang.groups.models import Group
from dreiklang.places.models import Association


class DescriptionForm(HouseForm):
    about = LineField(label=_("Wer sind wir, in einem Satz"), max_length=300, required=False)
    joining = forms.ChoiceField(label=_("Wie kommt man dazu?"), choices=Group.WAYS_IN, widget=forms.RadioSelect)
    association = forms.ModelChoiceField(
        label=_("Verband"), queryset=Association.objects.order_by("name"), empty_label=_("zu keinem"), required=False
    )
    link = forms.URLField(
        label=_("Link zum Videoraum"), required=False, assume_scheme="https", max_length=500,
        help_text=_("Ein Raum für alle Treffen. Nur die Gruppe liest ihn."),
        error_messages={"invalid": _("Der Link beginnt mit https://")},
    )  # fmt: skip

    @staticmethod
    def of(group: Group) -> dict:
        return {"about": group.about, "joining": group.joining, "association": group.association_id, "link": group.link}


class WantForm(HouseForm):
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        error_messages={
            "required": _("Bitte geben Sie eine Adresse an."), "invalid": _("Das ist keine E-Mail-Adresse.")
        },
    )  # fmt: skip
    name = PersonNameField(label=_("Name"), required=False)


class ListForm(HouseForm):
    file = forms.FileField(
        label=_("Liste"), help_text=_("Excel (.xlsx) oder .csv mit den Spalten „E-Mail“ und „Name“."),
        error_messages={"required": _("Bitte wählen Sie eine Datei."), "empty": _("Diese Datei ist leer.")},
    )  # fmt: skip
