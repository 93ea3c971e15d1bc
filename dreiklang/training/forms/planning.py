from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.events.models import Event
from dreiklang.foundation.forms import HouseForm, LineField, day, day_and_time, dress, of_our_time
from dreiklang.training.models import BuildingBlock, Programme, Run

OF_PROGRAMME = (
    "title", "summary", "source", "entry", "least_attendance", "excused_allowed", "least_blocks", "certificate_months",
)  # fmt: skip
OF_BLOCK = (
    "letter",
    "title",
    "kind",
    "is_required",
    "is_announced",
    "summary",
    "workload",
    "aims",
    "competences",
    "topics",
)
OF_RULE = ("least_attendance", "excused_allowed", "least_blocks")
_NUMBER = {"invalid": _("Bitte geben Sie eine ganze Zahl an."), "required": _("Bitte geben Sie eine Zahl an.")}
_TITLE = {"required": _("Bitte geben Sie einen Titel an.")}


class LinesField(forms.CharField):
    """A list, one line an item; empty lines do not count."""

    def __init__(self, **kwargs):
        widget = forms.Textarea(attrs={"rows": 5})
        more = {"required": False, "max_length": 6000, "widget": widget, "help_text": _("Eine Zeile je Punkt.")}
        super().__init__(**more | kwargs)

    def to_python(self, value) -> list[str]:
        return [" ".join(line.split()) for line in super().to_python(value).splitlines() if line.strip()]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def run_validators(self, value):
        super().run_validators("\n".join(value))


class TextsForm(HouseForm):
    """What programme, block and run have in common: it is new, or a version of it was seen."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def facts(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"public_id", "seen"}}


class ProgrammeForm(TextsForm):
    title = LineField(label=_("Titel"), max_length=200, error_messages=_TITLE)
    summary = LineField(
        label=_("In einem Satz"), max_length=400, help_text=_("Steht in der Übersicht."),
        error_messages={"required": _("Bitte sagen Sie in einem Satz, worum es geht.")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("Beschreibung"), required=False, max_length=30000,
        widget=forms.Textarea(attrs={"rows": 14, "class": "tall"}),
        help_text=_("Leerzeile = neuer Absatz. **fett**, - Aufzählung, ## Überschrift."),
    )  # fmt: skip
    entry = forms.CharField(
        label=_("Wer kann teilnehmen?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Voraussetzungen in einfachen Worten; steht auf der Seite, bevor man sich anmeldet."),
    )  # fmt: skip
    least_attendance = forms.IntegerField(
        label=_("Besuchte Sitzungen je Baustein, in Prozent"), min_value=1, max_value=100, error_messages=_NUMBER,
        help_text=_("Gezählt werden alle geplanten Sitzungen."),
    )  # fmt: skip
    excused_allowed = forms.IntegerField(
        label=_("Entschuldigte Sitzungen, die je Baustein wie besucht zählen"), min_value=0, max_value=20,
        error_messages=_NUMBER,
    )  # fmt: skip
    least_blocks = forms.IntegerField(
        label=_("Bausteine für das Zertifikat"), min_value=1, max_value=60, error_messages=_NUMBER
    )
    certificate_months = forms.IntegerField(
        label=_("Gültigkeit des Zertifikats in Monaten"), min_value=1, max_value=600, required=False,
        error_messages=_NUMBER, help_text=_("Leer lassen, wenn es nicht abläuft."),
    )  # fmt: skip

    def parts(self):
        return [
            (_("Worum geht es?"), ("title", "summary", "source", "entry")),
            (_("Die Regel"), ("least_attendance", "excused_allowed", "least_blocks", "certificate_months")),
        ]

    @staticmethod
    def of(programme: Programme) -> dict:
        return {name: getattr(programme, name) for name in OF_PROGRAMME} | {"seen": programme.version}


class BlockForm(TextsForm):
    letter = LineField(
        label=_("Buchstabe"), max_length=2, help_text=_("Ordnet die Bausteine und steht vor dem Titel."),
        error_messages={"required": _("Bitte geben Sie einen Buchstaben an.")},
    )  # fmt: skip
    title = LineField(label=_("Titel"), max_length=200, error_messages=_TITLE)
    kind = LineField(
        label=_("Format"), max_length=40, help_text=_("Zum Beispiel: Präsenzblock, Online-Format, Werkstatt."),
        error_messages={"required": _("Bitte geben Sie das Format an.")},
    )  # fmt: skip
    is_required = forms.BooleanField(label=_("Pflichtbaustein"), required=False)
    is_announced = forms.BooleanField(
        label=_("Öffentlich angekündigt"),
        required=False,
        help_text=_("Sonst steht auf der Seite, dass er ein Beispiel ist."),
    )
    summary = LineField(
        label=_("In einem Satz"), max_length=400,
        error_messages={"required": _("Bitte sagen Sie in einem Satz, worum es geht.")},
    )  # fmt: skip
    workload = LineField(
        label=_("Aufwand"), max_length=160, required=False, help_text=_("Zum Beispiel: 2 Tage vor Ort, 14 Stunden.")
    )
    aims = LinesField(label=_("Ziele"))
    competences = LinesField(label=_("Zielkompetenzen"))
    topics = LinesField(
        label=_("Themen der Sitzungen"),
        help_text=_("Eine Zeile je Sitzung. Gleichnamige Sitzungen anderer Durchgänge gelten als Ersatz."),
    )

    def clean_letter(self):
        return self.cleaned_data["letter"].upper()

    def parts(self):
        return [
            (_("Worum geht es?"), ("letter", "title", "kind", "is_required", "is_announced", "summary", "workload")),
            (_("Was man lernt"), ("aims", "competences", "topics")),
        ]

    @staticmethod
    def of(block: BuildingBlock) -> dict:
        return {name: getattr(block, name) for name in OF_BLOCK} | {"seen": block.version}


class RunForm(TextsForm):
    title = LineField(
        label=_("Titel"),
        max_length=120,
        error_messages=_TITLE,
        help_text=_("Zum Beispiel: Durchgang 2027. So heißt auch die Gruppe der Teilnehmenden."),
    )
    state = forms.ChoiceField(
        label=_("Stand"), choices=[(Run.DRAFT, _("Entwurf, nur für das Team")), (Run.PUBLISHED, _("veröffentlicht"))]
    )

    def __init__(self, *args, is_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["state"]

    def parts(self):
        return [(_("Durchgang"), ("title", "state"))]

    @staticmethod
    def of(run: Run) -> dict:
        return {"title": run.title, "state": run.state, "seen": run.version}


class DateForm(HouseForm):
    """A block gets its date in a run: an event that is there, or a new one."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    block = forms.ModelChoiceField(
        BuildingBlock.objects.none(), label=_("Baustein"), empty_label=None,
        error_messages={"required": _("Bitte wählen Sie einen Baustein.")},
    )  # fmt: skip
    event = forms.ModelChoiceField(
        Event.objects.none(), label=_("Veranstaltung"), required=False,
        empty_label=_("neu anlegen, mit den Angaben unten"),
        help_text=_("Eine vorhandene Veranstaltung behält ihre Angaben, ihre Plätze und ihre Teile."),
    )  # fmt: skip
    starts = day_and_time(_("Beginn"), required=False)
    ends = day_and_time(_("Ende"), required=False)
    starts.is_asked_for = ends.is_asked_for = True  # of a new event, they must be said
    place = LineField(label=_("Ort"), max_length=160, required=False, help_text=_("Leer lassen, wenn online."))
    capacity = forms.IntegerField(
        label=_("Plätze"), min_value=0, max_value=5000, required=False, error_messages=_NUMBER,
        help_text=_("Leer lassen, wenn die Plätze für den ganzen Durchgang vergeben werden."),
    )  # fmt: skip

    def __init__(self, *args, blocks, events, **kwargs):
        """`blocks` and `events` are what is offered. What is taken meanwhile is no wrong choice, but refused by the
        action with its reason, unless it was this same click."""
        super().__init__(*args, **kwargs)
        self._offer(
            "block", BuildingBlock.objects.all(), [(each.pk, f"{each.letter}: {each.title}") for each in blocks]
        )
        new = ("", self.fields["event"].empty_label)
        offered = [(each.pk, f"{each.title}, {each.when}") for each in events]
        self._offer("event", Event.objects.filter(part_of=None), [new, *offered])

    def _offer(self, name: str, valid, choices) -> None:
        self.fields[name].queryset = valid
        self.fields[name].widget.choices = choices

    def clean(self):
        data = super().clean()
        if data.get("event"):
            return data
        for name, sentence in (
            ("starts", _("Bitte geben Sie Datum und Uhrzeit an.")),
            ("ends", _("Bitte geben Sie Datum und Uhrzeit an.")),
        ):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("Das Ende liegt vor dem Beginn."))
        return data

    def parts(self):
        return [
            (_("Welcher Baustein?"), ("block", "event")),
            (_("Neue Veranstaltung"), ("starts", "ends", "place", "capacity")),
        ]


def day_name(move) -> str:
    """The name of the field with the new day of one event."""
    return f"day_{move.event.pk}"


class PlanForm(HouseForm):
    """A new run from an earlier one: its title, its first day, and then each single day as it was proposed."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    shown_for = forms.DateField(required=False, widget=forms.HiddenInput)  # the first day that the table was made for
    title = LineField(label=_("Titel des neuen Durchgangs"), max_length=120, error_messages=_TITLE)
    first_day = day(
        _("Erster Tag"), validators=[of_our_time], help_text=_("Alle anderen Tage rücken um ebenso viele Tage weiter.")
    )
    with_speakers = forms.BooleanField(
        label=_("Namen der Mitwirkenden übernehmen"), required=False,
        help_text=_("Fragen Sie alle noch einmal, bevor Sie veröffentlichen: Die Namen stehen auf der Seite."),
    )  # fmt: skip

    def ask_for(self, moves, first_day) -> bool:
        """A field for the day of each event. Another first day proposes all of them anew: then it returns True."""
        is_new = self.data.get("shown_for") != first_day.isoformat()
        self.data = self.data.copy()
        self.data["shown_for"] = first_day.isoformat()
        for move in moves:
            name = day_name(move)
            self.fields[name] = day(move.event.title, validators=[of_our_time])
            self.fields[name].widget.attrs["aria-label"] = _("%(title)s: neuer Tag") % {"title": move.event.title}
            if is_new:
                self.data[name] = move.day.isoformat()
        dress(self)
        self.full_clean()
        return is_new

    def days(self) -> dict:
        """{event id: its new day}, of those that are days."""
        named = {name.removeprefix("day_"): value for name, value in self.cleaned_data.items()}
        return {UUID(key): value for key, value in named.items() if f"day_{key}" in self.fields and value}


class CallForm(HouseForm):
    """The call for a whole run."""

    capacity = forms.IntegerField(label=_("Plätze"), min_value=1, max_value=5000, error_messages=_NUMBER)
    closes_at = day_and_time(_("Bewerbungsschluss"), required=False)
