from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.exchange.actions.meetings import Rhythm
from dreiklang.exchange.actions.minutes import Agreed
from dreiklang.foundation.files import DocumentField
from dreiklang.foundation.forms import HouseForm, LineField, day, day_and_time, dress

LENGTHS = [
    (30, _("30 Minuten")), (45, _("45 Minuten")), (60, _("1 Stunde")), (90, _("1 Stunde 30 Minuten")),
    (120, _("2 Stunden")), (180, _("3 Stunden")), (240, _("4 Stunden")), (480, _("ein Tag (8 Stunden)")),
]  # fmt: skip


class ThingForm(HouseForm):
    """With the future id of what it makes: a second click finds the first."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)


def length() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=_("Wie lange"), choices=LENGTHS, coerce=int, initial=60)


def place() -> LineField:
    return LineField(
        label=_("Ort"), max_length=160, required=False, help_text=_("Leer lassen für den Videoraum der Gruppe.")
    )


class TaskForm(ThingForm):
    """`members` are memberships of the group with their people."""

    text = LineField(
        label=_("Aufgabe"), max_length=300, error_messages={"required": _("Bitte sagen Sie, was zu tun ist.")}
    )
    who = forms.ChoiceField(label=_("Wer"), required=False)
    due = day(_("Bis wann"), required=False)

    def __init__(self, *args, members=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(each.person_id): each.person for each in members}
        self.fields["who"].choices = who_choices(self.people)

    def clean_who(self):
        return self.people.get(self.cleaned_data["who"])


def who_choices(people: dict) -> list:
    return [("", _("noch niemand")), *((number, person.name) for number, person in people.items())]


class AgendaForm(HouseForm):
    text = LineField(
        label=_("Thema für das nächste Treffen"), max_length=300,
        error_messages={"required": _("Bitte nennen Sie das Thema.")},
    )  # fmt: skip


class FileForm(ThingForm):
    title = LineField(
        label=_("Titel"), max_length=150, error_messages={"required": _("Bitte geben Sie einen Titel an.")}
    )
    file = DocumentField(
        label=_("Datei"), error_messages={"required": _("Bitte wählen Sie eine Datei.")},
        help_text=_("PDF, Word, Excel, PowerPoint, OpenDocument, Bilder oder Text, bis 20 MB."),
    )  # fmt: skip
    alt = LineField(label=_("Bei einem Bild: Was ist zu sehen?"), max_length=300, required=False)


class PollForm(ThingForm):
    ROWS = 8

    title = LineField(
        label=_("Wozu treffen Sie sich?"), max_length=150,
        error_messages={"required": _("Bitte sagen Sie, wozu Sie sich treffen.")},
    )  # fmt: skip
    about = LineField(label=_("In einem Satz"), max_length=300, required=False)
    lasts = length()
    place = place()
    closes_on = day(_("Antworten bis"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(self.ROWS):
            field = day_and_time(_("Vorschlag %(n)s") % {"n": number + 1}, required=number < 2)
            self.fields[f"starts_{number}"] = field
        dress(self)

    def starts(self) -> list[datetime]:
        said = (self.cleaned_data[f"starts_{number}"] for number in range(self.ROWS))
        return [moment for moment in said if moment]


class MeetingForm(ThingForm):
    LONGEST = timedelta(days=366)

    title = LineField(
        label=_("Titel"), max_length=150, error_messages={"required": _("Bitte geben Sie einen Titel an.")}
    )
    about = LineField(label=_("In einem Satz"), max_length=300, required=False)
    starts = day_and_time(_("Beginn"))
    lasts = length()
    place = place()
    again = forms.ChoiceField(
        label=_("Kommt wieder"), required=False,
        choices=[
            ("", _("nein")), ("1", _("jede Woche")), ("2", _("alle zwei Wochen")), ("4", _("alle vier Wochen")),
            ("month", _("jeden Monat am selben Wochentag, zum Beispiel am zweiten Dienstag")),
        ],
    )  # fmt: skip
    until = day(_("Zum letzten Mal spätestens am"), required=False)

    def __init__(self, *args, is_new=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["again"], self.fields["until"]

    def clean(self):
        data = super().clean()
        if data.get("again") and data.get("starts"):
            last = data.get("until")
            if last is None:
                self.add_error("until", _("Bitte sagen Sie, bis wann der Termin wiederkommt."))
            elif not timedelta(0) <= last - timezone.localdate(data["starts"]) <= self.LONGEST:
                said = _("Bitte wählen Sie einen Tag nach dem ersten Termin, höchstens ein Jahr später.")
                self.add_error("until", said)
        return data

    @property
    def rhythm(self) -> Rhythm | None:
        again = self.cleaned_data.get("again")
        if not again:
            return None
        return Rhythm(0 if again == "month" else int(again), self.cleaned_data["until"])

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("title", "about", "starts", "lasts", "place")}

    @staticmethod
    def of(event) -> dict:
        return {
            "title": event.title, "about": event.summary, "starts": event.starts, "place": event.place,
            "lasts": int((event.ends - event.starts).total_seconds() // 60),
        }  # fmt: skip


class MinutesForm(ThingForm):
    """Decisions, tasks, what stayed open; and of each item on the agenda what became of it."""

    ROWS = 5
    STAYS, SETTLED, TASK = "stays", "settled", "task"

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Titel"), max_length=150, error_messages={"required": _("Bitte geben Sie einen Titel an.")}
    )
    held_on = day(_("Wann war das Treffen?"))
    event = forms.ChoiceField(label=_("Zu welchem Termin"), required=False)
    source = forms.CharField(
        label=_("Was wurde beschlossen?"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Ein Beschluss je Absatz. Nicht, wer was gesagt hat, und nicht, wer da war."),
    )  # fmt: skip
    left_open = forms.CharField(
        label=_("Was ist offen geblieben?"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
        help_text=_("Ein Punkt je Zeile. Er steht von selbst auf der nächsten Tagesordnung."),
    )  # fmt: skip

    def __init__(self, *args, members=(), agenda=(), events=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(each.person_id): each.person for each in members}
        self.agenda, self.events = list(agenda), {str(event.pk): event for event in events}
        self.fields["event"].choices = [
            ("", _("zu keinem")), *((number, f"{event.title}, {event.when}") for number, event in self.events.items()),
        ]  # fmt: skip
        for item in self.agenda:
            self.fields[f"item_{item.pk}"] = forms.ChoiceField(
                label=item.text, required=False, initial=self.STAYS,
                choices=[
                    (self.STAYS, _("bleibt offen")), (self.SETTLED, _("ist besprochen")),
                    (self.TASK, _("wird eine Aufgabe")),
                ],
            )  # fmt: skip
            self.fields[f"item_who_{item.pk}"] = forms.ChoiceField(
                label=_("Wer"), required=False, choices=who_choices(self.people)
            )
        for number in range(self.ROWS):
            self.fields[f"text_{number}"] = LineField(label=_("Aufgabe"), max_length=300, required=False)
            self.fields[f"who_{number}"] = forms.ChoiceField(
                label=_("Wer"), required=False, choices=who_choices(self.people)
            )
            self.fields[f"due_{number}"] = day(_("Bis wann"), required=False)
        dress(self)

    def rows(self) -> list:
        return [[self[f"{name}_{number}"] for name in ("text", "who", "due")] for number in range(self.ROWS)]

    def items(self) -> list:
        return [(self[f"item_{item.pk}"], self[f"item_who_{item.pk}"], item) for item in self.agenda]

    def clean_event(self):
        return self.events.get(self.cleaned_data["event"])

    def facts(self) -> dict:
        data = self.cleaned_data
        agreed = [
            Agreed(data[f"text_{number}"], self.people.get(data[f"who_{number}"]), data[f"due_{number}"])
            for number in range(self.ROWS) if data[f"text_{number}"]
        ]  # fmt: skip
        became = [item for item in self.agenda if data[f"item_{item.pk}"] == self.TASK]
        agreed += [Agreed(item.text, self.people.get(data[f"item_who_{item.pk}"])) for item in became]
        settled = [item for item in self.agenda if data[f"item_{item.pk}"] in (self.SETTLED, self.TASK)]
        return {
            **{name: data[name] for name in ("title", "held_on", "event", "source", "public_id")},
            "seen": data["seen"] or 0, "tasks": agreed, "settled": settled,
            "left_open": [line.strip() for line in data["left_open"].splitlines() if line.strip()],
        }  # fmt: skip
