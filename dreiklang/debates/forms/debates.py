from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.debates.forms.beginning import background, readers_for
from dreiklang.debates.models import Debate, Statement
from dreiklang.foundation.forms import HouseForm, LineField, ReasonField, day_and_time
from dreiklang.groups.readers import MEMBERS, PUBLIC

RULES = _(
    "Aufgenommen wird, was einen Gedanken in einem Satz sagt, zur Frage gehört und niemanden herabsetzt. "
    "Nicht aufgenommen wird, was schon dasteht, was zwei Dinge zugleich fragt und was Menschen beim Namen nennt."
)
OF_DEBATE = (
    "title", "source", "rules_source", "readers", "takes_guests", "collects_from", "votes_from", "proposes_until",
    "ends", "hides_until_end", "gives_rows",
)  # fmt: skip


class DebateForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Die Frage"), max_length=200, help_text=_("Ein Satz, auf den es mehr als eine Antwort gibt."),
        error_messages={"required": _("Bitte schreiben Sie, worum es geht.")},
    )  # fmt: skip
    source = background(rows=8)
    rules_source = forms.CharField(
        label=_("Nach welchen Regeln Aussagen aufgenommen werden"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Steht für alle bei der Debatte."),
        error_messages={"required": _("Bitte nennen Sie die Regeln. Sie stehen für alle bei der Debatte.")},
    )  # fmt: skip
    readers = forms.ChoiceField(label=_("Wer nimmt teil?"))
    takes_guests = forms.BooleanField(
        label=_("Auch ohne Konto antworten lassen"), required=False,
        help_text=_("Nur bei Debatten für alle. Wer ohne Konto antwortet, wird getrennt gezeigt."),
    )  # fmt: skip
    collects_from = day_and_time(
        _("Aussagen sammeln ab"), required=False,
        help_text=_("Leer: Es wird sofort abgestimmt, über die Aussagen, die Sie vorbereiten."),
    )  # fmt: skip
    votes_from = day_and_time(_("Abstimmen ab"))
    proposes_until = day_and_time(
        _("Neue Aussagen während der Abstimmung bis"), required=False,
        help_text=_("Leer: Sobald abgestimmt wird, kommen keine mehr dazu, außer von Ihnen."),
    )  # fmt: skip
    ends = day_and_time(_("Ende"))
    hides_until_end = forms.BooleanField(
        label=_("Ergebnisse erst am Ende zeigen"), required=False,
        help_text=_("Sonst sieht sie, wer sieben Aussagen beantwortet hat."),
    )  # fmt: skip
    gives_rows = forms.BooleanField(
        label=_("Am Ende alle Antworten Zeile für Zeile herausgeben, ohne Namen"), required=False,
        help_text=_("Für die Forschung. Steht vor der ersten Antwort auf der Seite und lässt sich danach nicht ändern. "
                    "Wer eine Zeile wiedererkennt, weiß alles, was diese Person geantwortet hat."),
    )  # fmt: skip

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        for_all = [(MEMBERS, _("Mitglieder des Netzwerks")), (PUBLIC, _("alle"))]
        if not person.is_team:
            del self.fields["takes_guests"]
        self.fields["readers"].choices = readers_for(person, for_all)

    def clean(self):
        facts = super().clean()
        at = {name: facts.get(name) for name in ("collects_from", "votes_from", "proposes_until", "ends")}
        if at["votes_from"] and at["ends"] and at["ends"] <= at["votes_from"]:
            self.add_error("ends", _("Das Ende liegt nach dem Beginn der Abstimmung."))
        if at["collects_from"] and at["votes_from"] and at["collects_from"] >= at["votes_from"]:
            self.add_error("collects_from", _("Gesammelt wird, bevor abgestimmt wird."))
        if all((at["proposes_until"], at["votes_from"], at["ends"])) and not (
            at["votes_from"] <= at["proposes_until"] <= at["ends"]
        ):
            self.add_error("proposes_until", _("Dieser Zeitpunkt liegt zwischen Beginn und Ende der Abstimmung."))
        if facts.get("takes_guests") and facts.get("readers") != PUBLIC:
            self.add_error("takes_guests", _("Ohne Konto antwortet man nur, wo alle lesen."))
        return facts

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in OF_DEBATE if name in self.fields}

    @staticmethod
    def of(debate: Debate) -> dict:
        """Initial values."""
        return {name: getattr(debate, name) for name in OF_DEBATE} | {"seen": debate.changed_at.isoformat()}


class StatementForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = LineField(
        label=_("Ihre Aussage"), max_length=Statement.LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
        help_text=_("Ein Gedanke in einem Satz, dem man zustimmen kann oder nicht. Bitte keine Namen."),
        error_messages={
            "required": _("Bitte schreiben Sie eine Aussage."),
            "max_length": _("Höchstens %(limit_value)d Zeichen: ein Gedanke, ein Satz."),
        },
    )  # fmt: skip


class SeedForm(HouseForm):
    texts = forms.CharField(
        label=_("Eine Aussage in jeder Zeile"), max_length=20000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Zehn bis zwanzig sind gut, aus verschiedenen Blickwinkeln."),
        error_messages={"required": _("Bitte schreiben Sie mindestens eine Aussage.")},
    )  # fmt: skip

    def clean_texts(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["texts"].splitlines()]
        for number, line in enumerate(lines, 1):
            if len(line) > Statement.LONGEST:
                raise forms.ValidationError(
                    _("Zeile %(line)s hat %(n)s Zeichen. Höchstens %(most)s passen in eine Aussage."),
                    params={"line": number, "n": len(line), "most": Statement.LONGEST},
                )
        return [line for line in lines if line]


class DeclineForm(HouseForm):
    reason = ReasonField(max_length=300)


class OutcomeForm(HouseForm):
    outcome_source = forms.CharField(
        label=_("Was daraus wurde"), max_length=20000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Was beschlossen, weitergegeben oder verworfen wurde, und warum. Alle, die mit einem Konto "
                    "teilgenommen haben, bekommen einen Brief."),
        error_messages={"required": _("Bitte schreiben Sie, was daraus wurde.")},
    )  # fmt: skip
