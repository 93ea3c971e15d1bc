from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.exchange.models import Signal
from dreiklang.foundation.forms import HouseForm, LineField
from dreiklang.places.models import Association

MINISTRY = "ministerium"
LONGEST = 6000


def _text(label, help_text) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}), help_text=help_text,
        error_messages={
            "required": _("Bitte schreiben Sie etwas."),
            "max_length": _("Das sind mehr als %(limit_value)s Zeichen. Bitte kürzen Sie den Text."),
        },
    )  # fmt: skip


class SignalForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Das Signal in einem Satz"), max_length=150,
        error_messages={"required": _("Bitte sagen Sie in einem Satz, worum es geht.")},
    )  # fmt: skip
    source = _text(
        _("Worum es geht"),
        _("In Ihren eigenen Worten: was viele fragen und was sie brauchen. Keine Zitate, keine Namen, keine Kommune."),
    )
    addressee = forms.ChoiceField(
        label=_("An wen?"), widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, an wen sich das Signal richtet.")},
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=_("Signal und Antwort öffentlich zeigen"), required=False,
        help_text=_("Sonst lesen sie die Mitglieder des Netzwerks und das Ministerium, wenn es gefragt ist."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.associations = {each.pk: each for each in Association.objects.order_by("name")}
        known = [(each.pk, each.name) for each in self.associations.values()]
        self.fields["addressee"].choices = [*known, (MINISTRY, _("Ministerium"))]

    @staticmethod
    def of(signal: Signal) -> dict:
        return {
            "title": signal.title, "source": signal.source, "is_public": signal.is_public,
            "addressee": signal.association_id or MINISTRY,
        }  # fmt: skip

    def facts(self) -> dict:
        """What `actions.signals.propose` and `change` take."""
        typed = self.cleaned_data
        return {
            "title": typed["title"], "source": typed["source"], "is_public": typed["is_public"],
            "association": self.associations.get(typed["addressee"]),
        }  # fmt: skip


class SignalAnswerForm(HouseForm):
    answered_as = LineField(
        label=_("Wer antwortet?"), max_length=120,
        help_text=_("Die Institution, zum Beispiel „Städtetag, Dezernat Soziales“. Kein Personenname."),
        error_messages={"required": _("Bitte geben Sie an, welche Institution antwortet.")},
    )  # fmt: skip
    source = _text(_("Ihre Antwort"), _("Sie steht unter dem Signal und lässt sich danach nicht mehr ändern."))
