from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.models import Post, Thread
from dreiklang.foundation.forms import HouseForm, LineField, day
from dreiklang.people.models import FieldOfAction
from dreiklang.places.models import Land

LONGEST = 20_000


def text(label, rows: int = 8, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": _("Bitte schreiben Sie etwas."),
            "max_length": _("Das sind mehr als %(limit_value)s Zeichen. Bitte kürzen Sie den Text oder hängen Sie ihn "
                            "als Datei an."),
        }, **kwargs,
    )  # fmt: skip


class OpenForm(HouseForm):
    """A new thread. What one needs in a minute is above; the rest may stay as it is."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Was möchten Sie schreiben?"), choices=Thread.KINDS)
    title = LineField(
        label=_("In einem Satz"), max_length=150,
        error_messages={"required": _("Bitte sagen Sie in einem Satz, worum es geht.")},
    )  # fmt: skip
    source = text(_("Genauer"))
    field = forms.ModelChoiceField(
        label=_("Handlungsfeld"), queryset=FieldOfAction.objects.all(), required=False,
        empty_label=_("keines oder mehrere"),
    )  # fmt: skip
    land = forms.ModelChoiceField(
        label=_("Gilt für"), queryset=Land.objects.all(), required=False, empty_label=_("alle Länder")
    )  # fmt: skip
    valid_on = day(_("Stand"), required=False)

    def facts(self) -> dict:
        """Keyword arguments of `open_thread`."""
        return dict(self.cleaned_data)


class ReplyForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    source = text(_("Ihre Antwort"))
    speaks = forms.ChoiceField(
        label=_("Sie sprechen"), choices=[("", _("ohne Angabe")), *Post.SPEAKS], required=False
    )  # fmt: skip


class ChangeForm(HouseForm):
    source = text(_("Ihr Beitrag"))
