from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.events.models import Attendance
from dreiklang.foundation.forms import HouseForm, LineField

STATES = {"", Attendance.PRESENT, Attendance.EXCUSED}


def changes_in(data) -> dict[UUID, str]:
    """What is different from what the list showed, of all that came back: {person id: state}. Each line carries the
    state that it showed, for meanwhile somebody else may have ticked."""
    found = {}
    for name, state in data.items():
        prefix, _sep, pk = name.partition("-")
        if prefix == "state" and state in STATES and state != data.get(f"was-{pk}", ""):
            try:
                found[UUID(pk)] = state
            except ValueError:
                continue
    return found


class CodeForm(HouseForm):
    code = LineField(
        label=_("Code"), max_length=20, help_text=_("Sechs Zeichen, wie sie im Raum gezeigt werden."),
        error_messages={"required": _("Bitte geben Sie den Code ein.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
