from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, ReasonField
from dreiklang.moderation.models import Appeal, Decision, Report

_CHOOSE = {"required": _("Bitte wählen Sie eines davon aus."), "invalid_choice": _("Bitte wählen Sie eines davon aus.")}


def _kind(label) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=Report.KINDS, widget=forms.RadioSelect, error_messages=_CHOOSE)


class ReportForm(HouseForm):
    kind = _kind(_("Was stimmt nicht?"))
    words = forms.CharField(
        label=_("Was die Moderation wissen sollte"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class DecisionForm(HouseForm):
    what = forms.ChoiceField(
        label=_("Entscheidung"), widget=forms.RadioSelect, error_messages=_CHOOSE,
        choices=[choice for choice in Decision.WHATS if choice[0] != Decision.DECLINE],
    )  # fmt: skip
    because = _kind(_("Weshalb"))
    days = forms.IntegerField(
        label=_("Für wie viele Tage, wenn Sie das Schreiben aussetzen"), min_value=1, max_value=90, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Bitte geben Sie eine ganze Zahl an, zum Beispiel 7."),
            "min_value": _("Es sind 1 bis 90 Tage möglich."), "max_value": _("Es sind 1 bis 90 Tage möglich."),
        },
    )  # fmt: skip
    reason = ReasonField(
        label=_("Grund"), help_text=_("Wer den Beitrag geschrieben hat, liest ihn. Bitte sachlich und ohne Namen."),
    )  # fmt: skip


class DeclineForm(HouseForm):
    because = _kind(_("Weshalb nicht"))
    reason = ReasonField(label=_("Grund"), help_text=_("Wer den Beitrag geschrieben hat, liest ihn."))


class AppealForm(HouseForm):
    words = ReasonField(label=_("Warum halten Sie die Entscheidung für falsch?"), max_length=2000)


class OutcomeForm(HouseForm):
    outcome = forms.ChoiceField(
        label=_("Über den Einspruch"), choices=Appeal.OUTCOMES, widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    reason = ReasonField(label=_("Grund"), help_text=_("Wer den Beitrag geschrieben hat, liest ihn."))


class RevealForm(HouseForm):
    reason = ReasonField(
        label=_("Warum muss die Moderation wissen, wer hier schreibt?"),
        help_text=_("Die Person liest diesen Grund in einem Brief. Nennen Sie darin nicht das Thema."),
    )
