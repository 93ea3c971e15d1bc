from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.forms.warned import WarnsFirst
from dreiklang.dialogue.models import Post
from dreiklang.foundation.forms import HouseForm

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


class ReplyForm(WarnsFirst, HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    source = text(_("Ihre Antwort"))
    speaks = forms.ChoiceField(
        label=_("Sie sprechen"), choices=[("", _("ohne Angabe")), *Post.SPEAKS], required=False
    )  # fmt: skip


class ChangeForm(WarnsFirst, HouseForm):
    source = text(_("Ihr Beitrag"))
