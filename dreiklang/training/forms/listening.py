from zlib import crc32

from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField, dress
from dreiklang.people.models import FieldOfAction
from dreiklang.training.actions.evaluating import LONGEST
from dreiklang.training.models import (
    Evaluation,
    FollowUp,
    PracticeProject,
    Proposal,
    Question,
    Rating,
)
from dreiklang.training.results import STEPS

RATING_STEPS = [
    _("noch gar nicht"), _("in Ansätzen"), _("mit Unterstützung"), _("selbstständig"),
    _("so, dass ich andere anleite"),
]  # fmt: skip
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


class RatingForm(HouseForm):
    """Two choices a competence, in words: before the block, and once it has begun after it."""

    def __init__(self, *args, competences: list[str], ratings: dict[str, Rating], has_begun: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.competences = list(dict.fromkeys([*competences, *ratings]))
        self.ratings = ratings
        for key, competence in self._keys():
            mine = ratings.get(competence)
            self._add(f"before-{key}", _("Vor dem Baustein"), mine and mine.before)
            if has_begun or (mine and mine.after is not None):
                self._add(f"after-{key}", _("Nach dem Baustein"), mine and mine.after)
        dress(self)

    def _keys(self) -> list[tuple[str, str]]:
        """A competence is named by what it says: the list may have changed since the page was opened."""
        return [(f"{crc32(competence.encode()):08x}", competence) for competence in self.competences]

    def _add(self, name: str, label: str, step: int | None) -> None:
        choices = [("", _("keine Angabe")), *enumerate(RATING_STEPS)]
        self.fields[name] = forms.TypedChoiceField(
            label=label, choices=choices, coerce=int, empty_value=None, required=False,
            initial="" if step is None else step,
        )  # fmt: skip

    def parts(self) -> list[tuple[str, list]]:
        return [
            (competence, [self[name] for name in (f"before-{key}", f"after-{key}") if name in self.fields])
            for key, competence in self._keys()
        ]

    @property
    def steps(self) -> dict[str, tuple[int | None, int | None]]:
        data = self.cleaned_data
        return {competence: (data.get(f"before-{key}"), data.get(f"after-{key}")) for key, competence in self._keys()}


class ProjectForm(HouseForm):
    title = LineField(
        label=_("Wie heißt Ihr Projekt?"), max_length=160,
        error_messages={"required": _("Bitte geben Sie dem Projekt einen Namen.")},
    )  # fmt: skip
    aim = forms.CharField(
        label=_("Was soll danach anders sein?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Bitte sagen Sie in ein, zwei Sätzen, was Sie erreichen möchten.")},
    )  # fmt: skip
    field = forms.ModelChoiceField(
        label=_("Handlungsfeld"), queryset=FieldOfAction.objects.all(), required=False, empty_label=_("keine Angabe")
    )
    first_sign = LineField(label=_("Was wäre ein erstes Zeichen des Erfolgs?"), max_length=300, required=False)
    is_shared = forms.BooleanField(
        label=_("Andere aus dem Durchgang dürfen davon lesen"), required=False,
        help_text=_("Sie lesen nur den Namen des Projekts und die Art der Kommune, etwa „Stadt“."),
    )  # fmt: skip

    @staticmethod
    def of(project: PracticeProject) -> dict:
        return {name: getattr(project, name) for name in ("title", "aim", "field", "first_sign", "is_shared")}


class FollowUpForm(HouseForm):
    state = forms.ChoiceField(
        label=_("Wo steht Ihr Projekt?"), choices=FollowUp.STATES, widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, wo Ihr Projekt steht.")},
    )  # fmt: skip
    outcome = forms.CharField(
        label=_("Was ist daraus geworden?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    would_help = forms.CharField(
        label=_("Was würde helfen?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ProposalForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    block = forms.ModelChoiceField(
        label=_("Für welchen Baustein?"),
        queryset=None,
        required=False,
        empty_label=_("neuer Baustein oder Programm im Ganzen"),
    )
    text = forms.CharField(
        label=_("Vorschlag für den nächsten Durchgang"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Bitte schreiben Sie, was anders werden soll.")},
    )  # fmt: skip

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["block"].queryset = programme.blocks.all()


class DecisionForm(HouseForm):
    state = forms.ChoiceField(
        label=_("Was wird daraus?"), choices=Proposal.STATES[1:], widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, was aus dem Vorschlag wird.")},
    )  # fmt: skip
    block = forms.ModelChoiceField(
        label=_("Welcher Baustein hat sich geändert?"), queryset=None, required=False,
        empty_label=_("keiner der bestehenden"),
    )  # fmt: skip
    change = LineField(
        label=_("Was ist jetzt anders?"), max_length=300, required=False,
        help_text=_("Auf der Seite des Bausteins steht: „Geändert am (Datum): (was anders ist), weil (warum)“."),
    )  # fmt: skip
    reason = LineField(
        label=_("Warum?"), max_length=300, required=False,
        help_text=_("So, dass „weil“ davor passt: viele von Ihnen allein arbeiten. Auch die Teilnehmenden lesen es."),
    )  # fmt: skip
    change.is_asked_for = reason.is_asked_for = True  # the action says when it is missing

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["block"].queryset = programme.blocks.all()
