"""What is typed when a page is reviewed, released, renewed, handed over or withdrawn."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField, PersonNameField, ReasonField, day
from dreiklang.groups.readers import holders
from dreiklang.library.actions.releasing import CHECKED_FOR
from dreiklang.library.models import Article, Check, Review

_NOBODY = _("„%(name)s“ liest diese Seite nicht mit oder heißt hier anders.")
_TWICE = _("So heißen mehrere. Bitte geben Sie die E-Mail-Adresse an.")


def _long(label, **kwargs) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 6})
    return forms.CharField(**{"label": label, "max_length": 5000, "required": False, "widget": widget} | kwargs)


class NamedForm(HouseForm):
    """One reader of the page, by full name or address."""

    name = LineField(
        label=_("Vor- und Nachname oder E-Mail-Adresse"), max_length=254,
        help_text=_("So, wie die Person hier heißt."),
        error_messages={"required": _("Bitte geben Sie an, um wen es geht.")},
    )  # fmt: skip

    def __init__(self, *args, article: Article, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article

    def clean_name(self) -> str:
        word = self.cleaned_data["name"]
        named = Q(name__iexact=word) | Q(name=word) | Q(email=word.lower())
        found = list(holders(self.article.readers).filter(named, is_member=True)[:2])
        if len(found) != 1:
            raise ValidationError(_TWICE if found else _NOBODY, params={"name": word})
        self.person = found[0]
        return word


class ReviewerForm(NamedForm):
    side = forms.ChoiceField(
        label=_("Prüft aus Sicht der"), choices=Review.SIDES, widget=forms.RadioSelect, initial=Review.PRACTICE
    )


class OutsiderForm(HouseForm):
    name = PersonNameField(
        label=_("Name"), help_text=_("Er steht später unter der Seite, zum Beispiel „Prof. Dr. Lea Weiß“."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Bitte geben Sie den Namen an.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-Mail-Adresse"), widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Nur für diese Anfrage. Sie wird gelöscht, sobald die Prüfung da ist, spätestens nach 30 Tagen."),
        error_messages={
            "required": _("Bitte geben Sie die E-Mail-Adresse an."), "invalid": _("Bitte prüfen Sie die Adresse."),
        },
    )  # fmt: skip
    side = forms.ChoiceField(
        label=_("Prüft aus Sicht der"), choices=Review.SIDES, widget=forms.RadioSelect, initial=Review.SCIENCE
    )


class ReviewForm(HouseForm):
    state = forms.ChoiceField(
        label=_("Was haben Sie festgestellt?"), widget=forms.RadioSelect,
        choices=[
            (Review.GOOD, _("Geprüft, ohne Einwand")), (Review.OBJECTS, _("Geprüft, mit Einwänden")),
            (Review.DECLINED, _("Ich kann das nicht prüfen")),
        ],
        error_messages={"required": _("Bitte wählen Sie eine der drei Antworten.")},
    )  # fmt: skip
    text = _long(_("Anmerkungen und Einwände"))


class SendBackForm(HouseForm):
    reason = ReasonField(label=_("Was fehlt noch?"))


class WithdrawalForm(HouseForm):
    reason = ReasonField(
        label=_("Warum ist die Seite zurückgezogen?"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class ReleaseForm(HouseForm):
    as_of = day(_("Stand"), help_text=_("Der Tag, dessen Lage der Text beschreibt."))
    checked_until = day(_("Geprüft bis"), help_text=_("Dann wird gefragt, ob die Seite noch stimmt."))
    note = LineField(
        label=_("Was ist neu?"), max_length=300, required=False,
        help_text=_("In einem Satz. Er steht in der Liste der Fassungen."),
    )  # fmt: skip
    knows = forms.BooleanField(label=_("Ich habe das gelesen und gebe die Seite trotzdem frei."), required=False)

    def __init__(self, *args, article: Article, is_warned: bool, **kwargs):
        today = timezone.localdate()
        super().__init__(*args, initial={"as_of": today, "checked_until": today + CHECKED_FOR}, **kwargs)
        if article.release_id is None:
            del self.fields["note"]
        if not is_warned:
            del self.fields["knows"]


class ValidityForm(HouseForm):
    checked_until = day(_("Geprüft bis"), help_text=_("Dann wird wieder gefragt."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"checked_until": timezone.localdate() + CHECKED_FOR}, **kwargs)


class CheckForm(HouseForm):
    state = forms.ChoiceField(
        label=_("Stimmt die Seite noch?"), widget=forms.RadioSelect,
        choices=[(Check.RIGHT, _("Ja, sie stimmt noch")), (Check.WRONG, _("Nein, etwas stimmt nicht mehr"))],
        error_messages={"required": _("Bitte wählen Sie eine der beiden Antworten.")},
    )  # fmt: skip
    text = _long(_("Was stimmt nicht mehr?"), max_length=2000)


class ReportForm(HouseForm):
    text = _long(
        _("Was stimmt nicht mehr?"), max_length=2000, required=True,
        error_messages={"required": _("Bitte schreiben Sie, was nicht mehr stimmt.")},
    )  # fmt: skip
