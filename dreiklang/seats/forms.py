from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField, PersonNameField, ReasonField, day, dress
from dreiklang.places.models import Association, Land, Municipality
from dreiklang.seats.models import Question, Quota, Seats
from dreiklang.seats.models.applying import NO, YES


class GuestForm(HouseForm):
    """All that a visitor types to register."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = PersonNameField()
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Bitte geben Sie Ihre E-Mail-Adresse an. Dorthin schicken wir den Link zur Bestätigung."),
            "invalid": _("Diese Adresse ist unvollständig. Sie sieht aus wie name@beispiel.de."),
        },
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    @property
    def is_trapped(self) -> bool:
        """A field that people do not see was filled in: a machine."""
        return bool(self.cleaned_data.get("website"))


class CapacityForm(HouseForm):
    capacity = forms.IntegerField(
        label=_("Plätze"), min_value=0, max_value=5000, widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Bitte geben Sie eine Zahl an."), "invalid": _("Bitte geben Sie eine ganze Zahl an."),
            "min_value": _("Weniger als 0 Plätze gibt es nicht."), "max_value": _("Mehr als 5000 Plätze gehen nicht."),
        },
    )  # fmt: skip


class ApplicationForm(HouseForm):
    """The questions of one call."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, questions, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[question.field_name] = _field_of(question)
        dress(self)

    def answers(self) -> dict[Question, str]:
        return {question: self._text(question) for question in self.questions}

    def _text(self, question: Question) -> str:
        value = self.cleaned_data[question.field_name]
        return {True: YES, False: ""}.get(value, value) if question.kind == Question.DECLARATION else value


def _field_of(question: Question) -> forms.Field:
    said = {"label": question.label, "help_text": question.help, "required": question.is_required}
    missing = {"required": _("Bitte beantworten Sie diese Frage.")}
    if question.kind == Question.DECLARATION:
        declared = {"required": _("Ohne diese Erklärung können Sie sich nicht bewerben.")}
        return forms.BooleanField(**said | {"error_messages": declared})
    if question.kind == Question.TEXT:
        return forms.CharField(
            **said, max_length=3000, widget=forms.Textarea(attrs={"rows": 5}), error_messages=missing
        )
    choices = [(text, text) for text in question.options()]
    if question.kind == Question.YES_NO:
        choices = [(YES, _("Ja")), (NO, _("Nein"))]
    return forms.ChoiceField(**said, choices=choices, widget=forms.RadioSelect, error_messages=missing)


class CallForm(HouseForm):
    by_application = forms.BooleanField(
        label=_("Man bewirbt sich um diese Plätze"), required=False,
        help_text=_("Sonst werden Plätze in der Reihenfolge der Anmeldung vergeben."),
    )  # fmt: skip
    lead = forms.CharField(
        label=_("Worum es in der Bewerbung geht"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Steht über den Fragen: an wen sich das Angebot richtet und wonach Sie auswählen."),
    )  # fmt: skip
    order = forms.ChoiceField(label=_("Reihenfolge der Vergabe"), choices=Seats.ORDERS, widget=forms.RadioSelect)
    offer_days = forms.IntegerField(
        label=_("Wie viele Tage gilt ein Angebot?"), min_value=1, max_value=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Bitte geben Sie eine Zahl an."), "invalid": _("Bitte geben Sie eine Zahl an.")},
    )  # fmt: skip

    @classmethod
    def of(cls, seats: Seats, data=None):
        return cls(data, initial={name: getattr(seats, name) for name in cls.base_fields})


class QuestionForm(HouseForm):
    label = LineField(
        label=_("Frage"), max_length=300, error_messages={"required": _("Bitte schreiben Sie die Frage auf.")}
    )
    help = LineField(label=_("Erläuterung"), max_length=500, required=False)
    kind = forms.ChoiceField(label=_("Art der Antwort"), choices=Question.KINDS, widget=forms.RadioSelect)
    choices = forms.CharField(
        label=_("Antworten zur Auswahl"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nur für „Eine von mehreren Antworten“: eine Antwort je Zeile."),
    )  # fmt: skip
    is_required = forms.BooleanField(label=_("Muss beantwortet werden"), required=False)
    is_hidden = forms.BooleanField(label=_("Nicht mehr fragen"), required=False)

    @classmethod
    def of(cls, question: Question | None, data=None, only_wording=False):
        """With the first application only the wording can be mended, and the question be hidden."""
        facts = {name: getattr(question, name) for name in cls.base_fields} if question else {"is_required": True}
        form = cls(data, initial=facts)
        for name in ("kind", "choices", "is_required") if only_wording else () if question else ("is_hidden",):
            del form.fields[name]
        return form

    def clean(self):
        data = super().clean()
        if data.get("kind") == Question.DECLARATION:
            data["is_required"] = True
        return data


class QuotaForm(HouseForm):
    label = LineField(
        label=_("Für wen?"), max_length=120, help_text=_("So lesen es alle, zum Beispiel: kleine Gemeinden"),
        error_messages={"required": _("Bitte sagen Sie, für wen die Plätze sind.")},
    )  # fmt: skip
    places = forms.IntegerField(
        label=_("Plätze"), min_value=1, max_value=5000, widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Bitte geben Sie eine Zahl an."), "invalid": _("Bitte geben Sie eine ganze Zahl an."),
        },
    )  # fmt: skip
    means = forms.ChoiceField(label=_("Woran man es erkennt"))
    number = forms.IntegerField(
        label=_("Einwohnerzahl"), min_value=1, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Nur, wenn es auf die Einwohnerzahl ankommt."),
        error_messages={"invalid": _("Bitte geben Sie eine ganze Zahl an.")},
    )  # fmt: skip
    released_on = day(
        _("Reserviert bis"), required=False, help_text=_("An diesem Tag werden freie Plätze für alle geöffnet.")
    )

    def __init__(self, seats: Seats, *args, quota: Quota | None = None, **kwargs):
        if quota:
            kwargs["initial"] = {
                "label": quota.label, "places": quota.places, "released_on": quota.released_on,
                "number": quota.value if quota.criterion in {Quota.BELOW, Quota.ABOVE} else None,
                "means": _meaning(quota),
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["means"].choices = _meanings(seats)

    def clean(self):
        data = super().clean()
        if data.get("means") in {Quota.BELOW, Quota.ABOVE} and not data.get("number") and "number" not in self.errors:
            self.add_error("number", _("Bitte geben Sie die Einwohnerzahl an."))
        return data

    def facts(self) -> dict:
        """Fields of Quota."""
        data = self.cleaned_data
        criterion, _colon, value = data["means"].partition(":")
        facts = {name: data[name] for name in ("label", "places", "released_on")} | {"criterion": criterion}
        if criterion == Quota.ANSWER:
            return facts | {"question_id": value, "value": ""}
        return facts | {"question_id": None, "value": str(data["number"]) if criterion in _OF_NUMBERS else value}


_OF_NUMBERS = {Quota.BELOW, Quota.ABOVE}


def _meaning(quota: Quota) -> str:
    value = quota.question_id if quota.criterion == Quota.ANSWER else quota.value
    return quota.criterion if quota.criterion in {*_OF_NUMBERS, Quota.NEW} else f"{quota.criterion}:{value}"


def _meanings(seats: Seats) -> list:
    """All that a quota can go by here, in one list: ('kind:landkreis', 'Landkreis')."""
    yes_no = seats.questions.asked().filter(kind=Question.YES_NO)
    groups = [
        (_("Art der Kommune"), [(f"{Quota.KIND}:{kind}", name) for kind, name in Municipality.KINDS]),
        (_("Einwohnerzahl"), [(Quota.BELOW, _("unter der Zahl unten")), (Quota.ABOVE, _("ab der Zahl unten"))]),
        (_("Person"), [(Quota.NEW, _("neu im Amt (weniger als ein Jahr)"))]),
        (_("Verband"), [(f"{Quota.ASSOCIATION}:{one.pk}", one.short) for one in Association.objects.order_by("name")]),
        (_("Land"), [(f"{Quota.LAND}:{one.pk}", one.name) for one in Land.objects.all()]),
        (_("„Ja“ auf die Frage"), [(f"{Quota.ANSWER}:{one.pk}", one.label) for one in yes_no]),
    ]
    return [(name, choices) for name, choices in groups if choices]


class ReasonForm(HouseForm):
    reason = ReasonField(help_text=_("Steht im Verlauf. Wer herausgenommen wird, liest ihn."))


class DecisionForm(HouseForm):
    reason = ReasonField(help_text=_("Lesen die Personen, über die Sie entscheiden. Steht auch im Verlauf."))
