from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.forms.warned import WarnsFirst
from dreiklang.exchange.models import LunchMeeting, LunchSeries
from dreiklang.foundation.forms import HouseForm, LineField, ReasonField, day, day_and_time
from dreiklang.people.models import Person


class DropForm(WarnsFirst, HouseForm):
    """One field. `source` is what the warning looks at."""

    NAMED, UNNAMED = "named", "unnamed"

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    source = LineField(
        label=_("Was beschäftigt Sie gerade?"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
        error_messages={
            "required": _("Bitte schreiben Sie Ihre Frage."),
            "max_length": _("Das sind mehr als %(limit_value)s Zeichen. Bitte fassen Sie sich kürzer."),
        },
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("Wie möchten Sie fragen?"), widget=forms.RadioSelect, initial=NAMED,
        choices=[(NAMED, _("Unter meinem Namen")), (UNNAMED, _("Ohne Namen"))],
        error_messages={"required": _("Bitte wählen Sie, wie Sie fragen möchten.")},
    )  # fmt: skip


class FollowForm(HouseForm):
    morning = forms.BooleanField(label=_("Erinnerung am Morgen des Tages"), required=False)
    lines = forms.BooleanField(label=_("Danach in drei Zeilen, was herauskam"), required=False)


class NoteForm(WarnsFirst, HouseForm):
    LONGEST = 366  # days until it is done

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, validators=[MinValueValidator(0)])
    asked = LineField(
        label=_("Die Frage, in einem Satz"), max_length=300,
        error_messages={"required": _("Bitte sagen Sie in einem Satz, was gefragt war.")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("Hinweis"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Was hilft weiter? Das Ergebnis, nicht der Verlauf. Keine Namen, kein Wortlaut."),
        error_messages={"required": _("Bitte schreiben Sie, was weiterhilft.")},
    )  # fmt: skip
    knows_more = LineField(
        label=_("Wer weiß mehr?"), max_length=300, required=False,
        help_text=_("Eine Kommune, eine Stelle oder eine Aufgabe, kein Name. Wer mit Namen dastehen möchte, trägt sich "
                    "selbst ein."),
    )  # fmt: skip
    agreed = LineField(
        label=_("Was ist verabredet?"), max_length=300, required=False,
        help_text=_("Was jemand bis zu einem Tag tun wird. Auch hier kein Name: Wer sich darum kümmert, sagt es danach "
                    "selbst, mit einem eigenen Klick."),
    )  # fmt: skip
    agreed_until = day(_("Bis wann?"), required=False)

    def clean(self):
        typed = super().clean()
        self._clean_agreed(typed)
        words = (typed.get(name, "") for name in ("asked", "knows_more", "agreed"))
        typed["title"] = "\n".join(words)  # the warning looks at it too
        return typed

    def _clean_agreed(self, typed: dict) -> None:
        what, until = typed.get("agreed"), typed.get("agreed_until")
        if what and until is None and "agreed_until" not in self.errors:
            self.add_error("agreed_until", _("Bitte sagen Sie, bis wann."))
        if until and not what and "agreed" not in self.errors:
            self.add_error("agreed", _("Bitte sagen Sie, was verabredet ist."))
        is_new = until and until != self.initial.get("agreed_until")
        if is_new and not 0 <= (until - timezone.localdate()).days <= self.LONGEST:
            self.add_error("agreed_until", _("Bitte nennen Sie einen Tag von heute an, höchstens ein Jahr weit."))


class HintForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Titel"), max_length=150, error_messages={"required": _("Bitte geben Sie der Seite einen Titel.")}
    )


class AnswerForm(WarnsFirst, HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(
        label=_("Ihre Antwort"), max_length=20000, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Bitte schreiben Sie etwas.")},
    )  # fmt: skip


class LinesForm(WarnsFirst, HouseForm):
    lines = forms.CharField(
        label=_("In drei Zeilen"), max_length=LunchMeeting.LINES, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Was herauskam, für alle, die nicht da waren. Keine Namen."),
        error_messages={
            "required": _("Bitte schreiben Sie ein bis drei Zeilen."),
            "max_length": _("Das sind mehr als %(limit_value)s Zeichen. Bitte fassen Sie sich kürzer."),
        },
    )  # fmt: skip

    def clean_lines(self):
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > 3:
            raise forms.ValidationError(_("Bitte höchstens drei Zeilen."))
        self.cleaned_data["source"] = text = "\n".join(lines)  # for the warning
        return text


class SeriesForm(HouseForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    rhythm = forms.ChoiceField(label=_("Wie oft?"), choices=LunchSeries.RHYTHMS, widget=forms.RadioSelect)
    weekdays = forms.MultipleChoiceField(
        label=_("An welchen Tagen?"), choices=LunchSeries.WEEKDAYS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Bitte wählen Sie mindestens einen Wochentag.")},
    )  # fmt: skip
    nth = forms.TypedChoiceField(
        label=_("Einmal im Monat: der wievielte?"), choices=LunchSeries.NTHS, coerce=int,
        help_text=_("Zählt nur bei „einmal im Monat“."),
    )  # fmt: skip
    first_on = day(_("Ab wann?"), help_text=_("„Alle zwei Wochen“ zählt von der Woche dieses Tages an."))
    begins = forms.TimeField(label=_("Beginn"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Ende"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    link = forms.URLField(
        label=_("Link zum Videoraum"), max_length=500, assume_scheme="https",
        help_text=_("Ein Link für alle Termine. Mitglieder kommen immer über den Knopf „Jetzt teilnehmen“ hin."),
        error_messages={"invalid": _("Bitte geben Sie eine Adresse an, die mit https:// beginnt.")},
    )  # fmt: skip
    access = forms.CharField(
        label=_("Barrierefreiheit und Zugang"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
    )  # fmt: skip

    @staticmethod
    def of(series: LunchSeries) -> dict:
        names = ("rhythm", "nth", "first_on", "begins", "ends", "link", "access")
        facts = {name: getattr(series, name) for name in names} | {"weekdays": list(series.weekdays)}
        return facts | ({"seen": series.changed_at.isoformat()} if series.pk else {})

    def clean(self):
        typed = super().clean()
        if typed.get("begins") and typed.get("ends") and typed["ends"] <= typed["begins"]:
            self.add_error("ends", _("Das Ende liegt vor dem Beginn."))
        return typed

    def facts(self) -> dict:
        facts = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return facts | {"weekdays": "".join(sorted(facts["weekdays"]))}


class PauseForm(HouseForm):
    first = day(_("Pause vom"))
    last = day(_("bis"))
    reason = LineField(
        label=_("Grund"), max_length=80, help_text=_("Zum Beispiel: Sommerpause. Steht bei den Terminen."),
        error_messages={"required": _("Bitte nennen Sie den Grund.")},
    )  # fmt: skip

    def clean(self):
        typed = super().clean()
        if typed.get("first") and typed.get("last") and typed["last"] < typed["first"]:
            self.add_error("last", _("Das Ende liegt vor dem Beginn."))
        return typed


class CallOffForm(HouseForm):
    reason = LineField(
        label=_("Grund"), max_length=300, help_text=_("Alle, die Briefe zum MittagsMeeting bekommen, lesen ihn."),
        error_messages={"required": _("Bitte nennen Sie den Grund.")},
    )  # fmt: skip


class MoveForm(HouseForm):
    starts = day_and_time(_("Neuer Beginn"))
    ends = day_and_time(_("Neues Ende"))


class HostForm(HouseForm):
    email = forms.CharField(
        label=_("Wer leitet es?"), required=False, max_length=200,
        help_text=_("Name oder E-Mail-Adresse eines Mitglieds. Leer: das Programmteam."),
    )  # fmt: skip

    def clean_email(self):
        words = self.cleaned_data["email"].strip()
        if not words:
            return None
        found = list(Person.objects.called(words).filter(is_member=True)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("Das passt auf mehrere Mitglieder. Bitte geben Sie die E-Mail-Adresse an.") if found
                else _("Dieses Mitglied gibt es hier nicht.")
            )  # fmt: skip
        return found[0]


class RemoveForm(HouseForm):
    reason = ReasonField()
