from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.actions.attaching import MOST, Brought
from dreiklang.foundation.files import DocumentField
from dreiklang.foundation.forms import HouseForm, LineField


class FilesForm(HouseForm):
    """Up to five files, each with what is to be seen on it if it is a picture. Stands beside the form with the text:
    a page that shows both needs none of this before something was chosen (dialogue/_files.html)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(1, MOST + 1):
            self.fields[f"file_{number}"] = DocumentField(label=_("Datei"), required=False)
            self.fields[f"alt_{number}"] = LineField(label=_("Was zeigt das Bild?"), required=False, max_length=300)

    def clean(self):
        data = super().clean()
        self.brought = []
        for number in range(1, MOST + 1):
            if file := data.get(f"file_{number}"):
                brought = Brought(file, data.get(f"alt_{number}") or "", number)
                if brought.is_picture and not brought.alt:
                    self.add_error(f"alt_{number}", _("Bitte beschreiben Sie, was auf dem Bild zu sehen ist."))
                self.brought.append(brought)
        return data
