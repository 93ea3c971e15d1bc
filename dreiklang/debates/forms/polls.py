from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.debates.actions.polls_answering import LONGEST_WORDS
from dreiklang.debates.forms.beginning import background, readers_for
from dreiklang.debates.models import Poll, PollOption
from dreiklang.debates.tallies import AGREE, CONCERN, OBJECTION
from dreiklang.foundation.forms import HouseForm, LineField, day_and_time, dress
from dreiklang.groups.readers import MEMBERS, TEAM

OF_POLL = ("question", "source", "readers", "dots", "most", "ends")


class PollForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    question = LineField(
        label=_("Die Frage"), max_length=200, error_messages={"required": _("Bitte schreiben Sie, worum es geht.")}
    )
    source = background(rows=5)
    options = forms.CharField(
        label=_("Eine Option in jeder Zeile"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Zwei bis zwölf."), error_messages={"required": _("Bitte nennen Sie mindestens zwei Optionen.")},
    )  # fmt: skip
    dots = forms.IntegerField(
        label=_("Punkte für jede Person"), min_value=1, max_value=Poll.MOST_DOTS, initial=5,
        error_messages={"required": _("Bitte geben Sie eine Zahl an.")},
    )  # fmt: skip
    most = forms.IntegerField(
        label=_("Davon höchstens für eine Option"), min_value=1, max_value=Poll.MOST_DOTS, initial=3,
        error_messages={"required": _("Bitte geben Sie eine Zahl an.")},
    )  # fmt: skip
    readers = forms.ChoiceField(
        label=_("Wer antwortet?"), help_text=_("Dieselben lesen nach dem Ende das Ergebnis, niemand sonst.")
    )
    ends = day_and_time(_("Ende"))

    def __init__(self, *args, kind: str, person, **kwargs):
        super().__init__(*args, **kwargs)
        for_all = [(MEMBERS, _("Mitglieder des Netzwerks")), (TEAM, _("das Programmteam"))]
        self.fields["readers"].choices = readers_for(person, for_all)
        if kind == Poll.CONSENT:
            del self.fields["options"]
            self.fields["question"].label = _("Der Vorschlag")
            self.fields["question"].help_text = _("Ein Satz, dem man zustimmen oder gegen den man einen Einwand hat.")
        if kind != Poll.DOTS:
            del self.fields["dots"], self.fields["most"]

    def clean_options(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["options"].splitlines()]
        if any(len(line) > PollOption.LONGEST for line in lines):
            raise forms.ValidationError(
                _("Eine Option hat höchstens %(most)s Zeichen."), params={"most": PollOption.LONGEST}
            )
        return [line for line in lines if line]

    def clean_ends(self):
        if (ends := self.cleaned_data["ends"]) and ends <= timezone.now():
            raise forms.ValidationError(_("Das Ende liegt in der Zukunft."))
        return ends

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in OF_POLL if name in self.fields}

    def choices(self) -> list[str]:
        return self.cleaned_data.get("options", [])

    @staticmethod
    def of(poll: Poll) -> dict:
        """Initial values."""
        options = "\n".join(poll.options.values_list("text", flat=True))
        known = {name: getattr(poll, name) for name in OF_POLL}
        return known | {"options": options, "seen": poll.changed_at.isoformat()}


class ConsentForm(HouseForm):
    stance = forms.ChoiceField(
        label=_("Wie stehen Sie dazu?"), widget=forms.RadioSelect,
        choices=[
            (AGREE, _("einverstanden")), (CONCERN, _("leichte Bedenken, ich trage es mit")),
            (OBJECTION, _("schwerwiegender Einwand, so geht es nicht")),
        ],
        error_messages={"required": _("Bitte wählen Sie eine der drei Antworten.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("Ihre Bedenken oder Ihr Einwand in Worten"), required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Höchstens 500 Zeichen. Nach dem Ende lesen es alle, ohne Ihren Namen und in zufälliger "
                    "Reihenfolge, auch wenn nur ein Text da ist. Ein Text kann verraten, wer ihn schrieb: Lassen Sie "
                    "weg, was nur Sie wissen können."),
        error_messages={"max_length": _("Höchstens %(limit_value)d Zeichen.")},
    )  # fmt: skip

    def __init__(self, *args, said=None, options=(), **kwargs):
        super().__init__(*args, initial=said, **kwargs)

    def clean(self):
        facts = super().clean()
        if facts.get("stance") == AGREE and facts.get("words"):
            self.add_error("words", _("Worte gehören zu Bedenken oder Einwand. Bitte wählen Sie eines davon."))
        return facts

    def said(self) -> dict:
        return {"stance": self.cleaned_data["stance"], "words": self.cleaned_data["words"].strip()}


class DotsForm(HouseForm):
    """A number for each option."""

    def __init__(self, *args, said=None, options=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.options = options
        for option in options:
            self.fields[f"option-{option.number}"] = forms.IntegerField(
                label=option.text, min_value=0, max_value=option.poll.most, required=False,
                initial=said[option.number] if said else 0,
                error_messages={
                    "max_value": _("Für eine Option höchstens %(limit_value)s."),
                    "min_value": _("Weniger als kein Punkt geht nicht."), "invalid": _("Bitte geben Sie eine Zahl an."),
                },
            )  # fmt: skip
        dress(self)

    def said(self) -> list[int]:
        return [self.cleaned_data[f"option-{option.number}"] or 0 for option in self.options]


class RankingForm(HouseForm):
    """A place for each option, 1 is the best."""

    def __init__(self, *args, said=None, options=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.options = options
        places = [(place, str(place)) for place in range(1, len(options) + 1)]
        for option in options:
            self.fields[f"option-{option.number}"] = forms.TypedChoiceField(
                label=option.text, choices=[("", "–"), *places], coerce=int,
                initial=said.index(option.number) + 1 if said else "",
                error_messages={"required": _("Bitte geben Sie jeder Option einen Platz.")},
            )  # fmt: skip
        dress(self)

    def clean(self):
        facts = super().clean()
        places = [place for place in facts.values() if place]
        if len(places) == len(self.options) and len(set(places)) < len(places):
            twice = next(place for place in sorted(places) if places.count(place) > 1)
            self.add_error(None, _("Platz %(n)s ist mehr als einmal vergeben.") % {"n": twice})
        return facts

    def said(self) -> list[int]:
        return sorted(range(len(self.options)), key=lambda number: self.cleaned_data[f"option-{number}"])


BALLOTS = {Poll.CONSENT: ConsentForm, Poll.DOTS: DotsForm, Poll.RANKING: RankingForm}
