from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField, day
from dreiklang.library.models import CouncilPaper, PaperItem
from dreiklang.places.forms import MunicipalityField

LONGEST, LONGEST_NOTE = 20_000, 2_000


def _text(label, limit: int = LONGEST, rows: int = 6, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=limit, required=False, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": _("Das sind mehr als %(limit_value)s Zeichen. Bitte kürzen Sie den Text.")},
        **kwargs,
    )  # fmt: skip


class PaperForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Betreff"), max_length=150, error_messages={"required": _("Bitte sagen Sie, worum es geht.")}
    )
    municipality = MunicipalityField(label=_("Kommune"), required=False)
    body = LineField(label=_("Gremium"), max_length=120, required=False)
    meets_on = day(_("Sitzung am"), required=False)
    reference = LineField(label=_("Vorlage Nr."), max_length=60, required=False)
    is_public = forms.BooleanField(
        label=_("Öffentliche Sitzung"), required=False,
        help_text=_("Dann steht nichts im Wortlaut in der Vorlage, was nur Mitglieder lesen."),
    )  # fmt: skip
    proposal = _text(
        _("Beschlussvorschlag"), help_text=_("Bleibt das Feld leer, nimmt das Gremium nur Kenntnis.")
    )  # fmt: skip
    situation = _text(
        _("Sachverhalt"), rows=10, help_text=_("Aufzählungen: Zeilen, die mit „-“ oder mit „1.“ beginnen.")
    )  # fmt: skip
    costs = _text(_("Finanzielle Auswirkungen"), rows=4)
    has_figures = forms.BooleanField(
        label=_("Zahlen der Kommune und der fünf ähnlichsten beifügen"), required=False
    )  # fmt: skip

    FACTS = (
        "title", "municipality", "body", "meets_on", "reference", "is_public", "proposal", "situation", "costs",
        "has_figures",
    )  # fmt: skip

    def parts(self) -> list[tuple[str, list]]:
        return [
            (_("Kopf der Vorlage"), [self[name] for name in self.FACTS[:6]]),
            (_("Text"), [self[name] for name in self.FACTS[6:9]]),
            (_("Anlage"), [self["has_figures"]]),
        ]

    @property
    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.FACTS}

    @staticmethod
    def of(paper: CouncilPaper) -> dict:
        return {name: getattr(paper, name) for name in PaperForm.FACTS} | {"seen": paper.version}


class ItemForm(HouseForm):
    extent = forms.ChoiceField(label=_("Was in der Vorlage steht"), choices=PaperItem.EXTENTS, widget=forms.RadioSelect)
    note = _text(
        _("Ihre Anmerkung"), LONGEST_NOTE,
        help_text=_("Sie steht über dem Text: was daraus für Ihre Kommune folgt, in Ihren Worten."),
    )  # fmt: skip


class IntoForm(HouseForm):
    """Into which paper: one of hers that is open, or a new one."""

    NEW = "neu"

    def __init__(self, *args, papers: list[CouncilPaper], **kwargs):
        super().__init__(*args, **kwargs)
        self.papers = {str(paper.pk): paper for paper in papers}
        choices = [*((key, paper.title) for key, paper in self.papers.items()), (self.NEW, _("Neue Vorlage"))]
        self.fields["paper"].choices = choices
        self.fields["paper"].initial = choices[0][0]

    paper = forms.ChoiceField(
        label=_("In welche Vorlage?"), widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie eine Vorlage."), "invalid_choice": _("Bitte wählen Sie eine Vorlage."),
        },
    )  # fmt: skip

    @property
    def chosen(self) -> CouncilPaper | None:
        """None: a new one."""
        return self.papers.get(self.cleaned_data["paper"])


class AnswersForm(IntoForm):
    """Which answers of a thread, and into which paper."""

    answers = forms.MultipleChoiceField(
        label=_("Welche Antworten?"), widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Bitte wählen Sie mindestens eine Antwort."),
            "invalid_choice": _("Eine dieser Antworten ist nicht mehr da. Bitte wählen Sie noch einmal."),
        },
    )  # fmt: skip

    field_order = ("answers", "paper")

    def __init__(self, *args, answers: dict, **kwargs):
        """`answers`: number of the post -> (post, how it begins)"""
        super().__init__(*args, **kwargs)
        self.posts = {str(number): post for number, (post, _begins) in answers.items()}
        self.fields["answers"].choices = [(str(number), begins) for number, (_post, begins) in answers.items()]

    @property
    def chosen_posts(self) -> list:
        return [self.posts[number] for number in self.cleaned_data["answers"]]
