from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm

LONGEST = 40_000


def _text(label, rows: int, most: int, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": _("Bitte schreiben Sie etwas."),
            "max_length": _("Das sind mehr als %(limit_value)s Zeichen. Bitte kürzen Sie den Text."),
        }, **kwargs,
    )  # fmt: skip


class SuggestForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    source = _text(
        _("So sollte der Abschnitt lauten"), 16, LONGEST, strip=False,
        help_text=_("Ändern Sie, was Sie anders schreiben würden, und lassen Sie das Übrige stehen. Absätze trennt "
                    "eine leere Zeile."),
    )  # fmt: skip
    reason = _text(_("Warum? Woher wissen Sie es?"), 3, 500, required=False)
    is_named = forms.BooleanField(
        label=_("Wenn etwas davon übernommen wird, darf mein Name als Dank auf der Seite stehen"), required=False
    )

    def clean_source(self):
        if not self.cleaned_data["source"].strip():
            raise forms.ValidationError(
                _("Wenn der ganze Abschnitt entfallen soll, schreiben Sie das bitte als Anmerkung.")
            )
        return self.cleaned_data["source"]


class AnswerForm(HouseForm):
    """What goes with a decision. That a reason is needed, the action says."""

    answer = _text(_("Dank oder Grund"), 3, 500, required=False)


class RemarkForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    place = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)  # the mark of a block
    to = forms.UUIDField(required=False, widget=forms.HiddenInput)  # the remark that is answered
    text = _text(_("Ihre Anmerkung"), 3, 5_000)


class OwnRemarkForm(HouseForm):
    text = _text(_("Ihre Anmerkung"), 5, 5_000)
