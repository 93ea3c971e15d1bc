from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, dress
from dreiklang.people.models import FieldOfAction
from dreiklang.training.actions.evaluating import LONGEST
from dreiklang.training.models import Evaluation, Question
from dreiklang.training.results import STEPS

MOST_QUESTIONS = 12  # of one kind
_QUESTION_LENGTH = Question._meta.get_field("text").max_length


class AnswerForm(HouseForm):
    """The questions of one evaluation. Each is free; an empty sheet is no answer."""

    def __init__(self, *args, evaluation: Evaluation, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(evaluation.questions.all())
        self.fields = {f"q{question.pk}": _field_of(question) for question in self.questions}
        dress(self)

    def clean(self):
        data = super().clean()
        if not self.errors and not any(data.values()):
            raise forms.ValidationError(_("Bitte beantworten Sie mindestens eine Frage."))
        return data

    @property
    def given(self) -> dict[int, list]:
        """{question id: [values]} as actions.evaluating.answer takes it."""
        return {question.pk: _values(question, self.cleaned_data[f"q{question.pk}"]) for question in self.questions}


def _field_of(question: Question) -> forms.Field:
    if question.kind == Question.SCALE:
        steps = [("", _("keine Angabe")), *((str(step), said) for step, said in enumerate(STEPS))]
        return forms.ChoiceField(label=question.text, required=False, choices=steps, widget=forms.RadioSelect)
    if question.kind == Question.FIELDS:
        names = FieldOfAction.objects.values_list("slug", "name")
        return forms.MultipleChoiceField(
            label=question.text, required=False, choices=list(names), widget=forms.CheckboxSelectMultiple
        )
    return forms.CharField(
        label=question.text, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bitte nennen Sie keine Namen."),
    )  # fmt: skip


def _values(question: Question, value) -> list:
    if question.kind == Question.FIELDS:
        return value
    if not value:
        return []
    return [int(value)] if question.kind == Question.SCALE else [value]


class QuestionsForm(HouseForm):
    """What the team asks about a block: a line a question."""

    statements = forms.CharField(
        label=_("Aussagen"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Eine Zeile je Aussage; geantwortet wird in fünf Stufen von „stimmt gar nicht“ bis „stimmt ganz“."),
    )  # fmt: skip
    asks_fields = forms.BooleanField(label=_("Fragen, welche Handlungsfelder mehr Raum brauchen"), required=False)
    open_questions = forms.CharField(
        label=_("Offene Fragen"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Eine Zeile je Frage, auch eigene; geantwortet wird in freien Worten."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Offen für wie viele Tage?"), min_value=4, max_value=LONGEST,
        error_messages={"invalid": _("Bitte geben Sie eine ganze Zahl an.")},
    )  # fmt: skip

    def clean_statements(self) -> list[str]:
        return _lines(self.cleaned_data["statements"])

    def clean_open_questions(self) -> list[str]:
        return _lines(self.cleaned_data["open_questions"])

    def clean(self):
        data = super().clean()
        if not self.errors and not (data["statements"] or data["open_questions"] or data["asks_fields"]):
            raise forms.ValidationError(_("Bitte stellen Sie mindestens eine Frage."))
        return data

    @staticmethod
    def of(evaluation: Evaluation | None, statements, open_questions) -> dict:
        """Initial values: what is asked so far, else the usual set."""
        if evaluation is None or not evaluation.questions.exists():
            return {
                "statements": "\n".join(statements), "open_questions": "\n".join(open_questions),
                "asks_fields": True, "days": evaluation.days if evaluation else 14,
            }  # fmt: skip
        texts = {kind: [] for kind, _label in Question.KINDS}
        for question in evaluation.questions.all():
            texts[question.kind].append(question.text)
        return {
            "statements": "\n".join(texts[Question.SCALE]), "open_questions": "\n".join(texts[Question.TEXT]),
            "asks_fields": bool(texts[Question.FIELDS]), "days": evaluation.days,
        }  # fmt: skip


def _lines(text: str) -> list[str]:
    lines = [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]
    if len(lines) > MOST_QUESTIONS:
        raise forms.ValidationError(_("Das sind zu viele: höchstens %(most)s.") % {"most": MOST_QUESTIONS})
    if any(len(line) > _QUESTION_LENGTH for line in lines):
        too_long = _("Eine Zeile ist zu lang: höchstens %(most)s Zeichen.")
        raise forms.ValidationError(too_long % {"most": _QUESTION_LENGTH})
    return lines
