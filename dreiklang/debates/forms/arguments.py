from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.debates.forms.beginning import background, readers_for
from dreiklang.debates.models import Argument, Thesis
from dreiklang.foundation.forms import HouseForm, LineField, day
from dreiklang.groups.readers import MEMBERS, PUBLIC

OF_THESIS = ("title", "source", "readers", "last_day")
OF_ARGUMENT = ("headline", "source", "link_title", "link")
_CHOOSE = {"required": _("Bitte wählen Sie eines davon aus."), "invalid_choice": _("Bitte wählen Sie eines davon aus.")}


class ThesisForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Die These"), max_length=200, help_text=_("Ein Satz, für den und gegen den etwas spricht."),
        error_messages={"required": _("Bitte schreiben Sie die These in einem Satz.")},
    )  # fmt: skip
    source = background(rows=8)
    readers = forms.ChoiceField(
        label=_("Wer liest mit?"), help_text=_("Argumente ergänzen davon, wer ein Konto als Mitglied hat.")
    )
    last_day = day(_("Letzter Tag für Argumente"), help_text=_("Danach bleibt der Baum, wie er ist."))

    def __init__(self, *args, person, has_arguments=False, **kwargs):
        super().__init__(*args, **kwargs)
        if has_arguments:
            del self.fields["title"], self.fields["readers"]
            return
        for_all = [(MEMBERS, _("Mitglieder des Netzwerks")), (PUBLIC, _("alle"))]
        self.fields["readers"].choices = readers_for(person, for_all)

    def clean_last_day(self):
        last = self.cleaned_data["last_day"]
        if last < timezone.localdate() or last.year > 2100:
            raise forms.ValidationError(_("Bitte geben Sie einen Tag an, der noch kommt."))
        return last

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in OF_THESIS if name in self.fields}

    @staticmethod
    def of(thesis: Thesis) -> dict:
        """Initial values."""
        return {name: getattr(thesis, name) for name in OF_THESIS} | {"seen": thesis.changed_at.isoformat()}


class ArgumentForm(HouseForm):
    public_id = forms.IntegerField(
        required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )  # of what it creates
    compared = forms.CharField(required=False, widget=forms.HiddenInput)  # the headline that was held against others
    side = forms.ChoiceField(
        label=_("Das Argument spricht"), choices=[("dafuer", _("dafür")), ("dagegen", _("dagegen"))],
        widget=forms.RadioSelect, error_messages=_CHOOSE,
    )  # fmt: skip
    headline = LineField(
        label=_("In einem Satz"), max_length=140, help_text=_("Steht als Überschrift im Baum."),
        error_messages={
            "required": _("Bitte sagen Sie es in einem Satz."),
            "max_length": _("Höchstens %(limit_value)d Zeichen: Der Rest passt in den Text."),
        },
    )  # fmt: skip
    source = forms.CharField(
        label=_("Warum?"), max_length=Argument.LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Höchstens 1.000 Zeichen. Leerzeile = neuer Absatz. **fett**, - Aufzählung. Bitte keine Namen "
                    "anderer."),
        error_messages={
            "required": _("Bitte begründen Sie es kurz."),
            "max_length": _("Höchstens %(limit_value)d Zeichen. Was darüber hinausgeht, wird ein eigenes Argument."),
        },
    )  # fmt: skip
    link_title = LineField(
        label=_("Worauf stützt sich das?"), max_length=200, required=False,
        help_text=_("Wie die Quelle heißt, zum Beispiel ein Bericht oder ein Beschluss. Mit Quelle lässt es sich "
                    "prüfen."),
    )  # fmt: skip
    link = forms.URLField(
        label=_("Adresse der Quelle im Netz"), max_length=500, required=False, assume_scheme="https",
        error_messages={"invalid": _("Bitte geben Sie eine Adresse an, zum Beispiel https://www.beispiel.de.")},
    )  # fmt: skip
    name = forms.ChoiceField(
        label=_("Wer steht dabei?"), choices=[("named", _("mein Name")), ("unnamed", _("ohne Namen"))],
        widget=forms.RadioSelect, error_messages=_CHOOSE,
        help_text=_("Ohne Namen wird nirgends gespeichert, von wem es ist. Dann können auch Sie es nicht mehr ändern "
                    "oder zurückziehen, nur die Moderation kann es entfernen."),
    )  # fmt: skip

    def __init__(self, *args, is_answer=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_answer:
            self.fields["side"].label = _("Ihre Antwort spricht")
            self.fields["side"].choices = [
                ("dafuer", _("für dieses Argument")), ("dagegen", _("gegen dieses Argument"))
            ]  # fmt: skip

    def clean(self):
        typed = super().clean()
        title, link = typed.get("link_title"), typed.get("link")
        if link and not link.startswith(("http://", "https://")):
            self.add_error("link", _("Bitte geben Sie eine Adresse an, zum Beispiel https://www.beispiel.de."))
        elif link and not title:
            self.add_error("link_title", _("Bitte sagen Sie, wie die Quelle heißt."))
        elif title and not link and "link" not in self.errors:
            self.add_error("link", _("Bitte geben Sie auch an, wo die Quelle steht."))
        return typed

    def facts(self) -> dict:
        said = {name: self.cleaned_data[name] for name in OF_ARGUMENT}
        return said | {"is_pro": self.cleaned_data["side"] == "dafuer"}


class ArgumentChangeForm(ArgumentForm):
    public_id = compared = name = None

    @staticmethod
    def of(argument: Argument) -> dict:
        """Initial values."""
        said = {name: getattr(argument, name) for name in OF_ARGUMENT}
        return said | {"side": "dafuer" if argument.is_pro else "dagegen"}


class SummaryForm(HouseForm):
    summary_source = forms.CharField(
        label=_("Was wir mitnehmen"), max_length=20000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Was überzeugt hat, was offen bleibt und was damit geschieht. Wer unter eigenem Namen Argumente "
                    "geschrieben hat, bekommt beim ersten Speichern einen Brief."),
        error_messages={"required": _("Bitte schreiben Sie, was Sie mitnehmen.")},
    )  # fmt: skip
