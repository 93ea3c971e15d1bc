from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.events.models import Event
from dreiklang.foundation.forms import HouseForm, LineField, ReasonField, day_and_time
from dreiklang.foundation.pictures import PictureField
from dreiklang.groups.models import Group
from dreiklang.groups.readers import said

OF_EVENT = (
    "title", "kind", "summary", "readers", "starts", "ends", "place", "street", "place_for_registered", "link",
    "source", "programme", "access", "picture_alt", "audience",
)  # fmt: skip
OF_SEATS = ("capacity", "open_to", "closes_at", "note")


class EventForm(HouseForm):
    """Everything the team says about an event."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Titel"), max_length=200, error_messages={"required": _("Bitte geben Sie einen Titel an.")}
    )
    kind = forms.ChoiceField(label=_("Art"), choices=Event.KINDS)
    summary = LineField(
        label=_("In einem Satz"), max_length=300, help_text=_("Steht in der Übersicht und in geteilten Links."),
        error_messages={"required": _("Bitte sagen Sie in einem Satz, worum es geht.")},
    )  # fmt: skip
    readers = forms.ChoiceField(
        label=_("Wer liest die Seite?"),
        choices=[
            ("public", _("alle, auch ohne Konto")),
            ("members", _("Mitglieder des Netzwerks")),
            ("team", _("nur das Programmteam")),
        ],
    )
    starts = day_and_time(_("Beginn"))
    ends = day_and_time(_("Ende"))
    place = LineField(label=_("Ort"), max_length=160, required=False, help_text=_("Leer lassen, wenn online."))
    street = LineField(label=_("Anschrift"), max_length=200, required=False)
    place_for_registered = forms.BooleanField(label=_("Ort nur Angemeldeten zeigen"), required=False)
    link = forms.URLField(
        label=_("Link zur Online-Teilnahme"), required=False, assume_scheme="https",
        help_text=_("Lesen nur Angemeldete; ohne Anmeldung alle, die ein Konto haben und die Seite lesen dürfen."),
        error_messages={"invalid": _("Der Link beginnt mit https://")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("Beschreibung"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Leerzeile = neuer Absatz. **fett**, - Aufzählung, ## Überschrift."),
    )  # fmt: skip
    programme = forms.CharField(
        label=_("Ablauf"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Eine Zeile je Punkt, zum Beispiel: 17:00 Begrüßung"),
    )  # fmt: skip
    speakers = forms.CharField(
        label=_("Mitwirkende"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Eine Zeile je Person: Name; Rolle. Nur mit Einverständnis: Die Seite ist für alle lesbar."),
    )  # fmt: skip
    access = forms.CharField(
        label=_("Barrierefreiheit und Zugang"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stufenloser Zugang, Höranlage, Gebärdensprache, Kinderbetreuung, Ansprechperson."),
    )  # fmt: skip
    picture = PictureField(
        label=_("Bild"),
        required=False,
        help_text=_("JPG, PNG oder WebP bis 5 MB. Angaben in der Datei (Ort, Gerät) werden entfernt."),
    )
    remove_picture = forms.BooleanField(label=_("Bild entfernen"), required=False)
    picture_alt = LineField(
        label=_("Bildbeschreibung"), max_length=250, required=False,
        help_text=_("Was ist zu sehen? Für alle, die das Bild nicht sehen."),
    )  # fmt: skip
    audience = forms.ModelChoiceField(
        label=_("Für einen Jahrgang"), empty_label=_("nein"), required=False,
        queryset=Group.objects.filter(kind=Group.COHORT).order_by("name"),
        help_text=_("Wer dazugehört, kommt ohne eigene Anmeldung und liest Ort und Link."),
    )  # fmt: skip
    has_seats = forms.BooleanField(label=_("Mit Anmeldung"), required=False)
    capacity = forms.IntegerField(
        label=_("Plätze"), min_value=0, max_value=5000, required=False,
        error_messages={"invalid": _("Bitte geben Sie eine ganze Zahl an.")},
    )  # fmt: skip
    capacity.is_asked_for = True  # with registration, it must be said
    open_to = forms.ChoiceField(
        label=_("Wer darf sich anmelden?"), required=False,
        choices=[("public", _("alle, auch ohne Konto")), ("members", _("Mitglieder des Netzwerks"))],
    )  # fmt: skip
    closes_at = day_and_time(_("Anmeldeschluss"), required=False)
    note = forms.CharField(
        label=_("Hinweis für Angemeldete"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Steht in der Bestätigung."),
    )  # fmt: skip

    def __init__(self, *args, block: Event | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.block = block
        for name in ("readers", "open_to"):
            self._offer_what_is_set(name)
        if not self.initial.get("picture"):
            del self.fields["remove_picture"]

    def _offer_what_is_set(self, name: str) -> None:
        """An event for one group stays for that group unless the team chooses otherwise."""
        token, field = self.initial.get(name), self.fields[name]
        if token and token not in dict(field.choices):
            field.choices = [*field.choices, (token, said(token))]

    def clean_speakers(self) -> list[tuple[str, str]]:
        lines = filter(None, map(str.strip, self.cleaned_data["speakers"].splitlines()))
        return [
            (name.strip()[:120], role.strip()[:200]) for name, _sep, role in (line.partition(";") for line in lines)
        ]

    def clean(self):
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("Das Ende liegt vor dem Beginn."))
        if data.get("has_seats") and data.get("capacity") is None and "capacity" not in self.errors:
            self.add_error("capacity", _("Bitte geben Sie die Zahl der Plätze an."))
        closes, ends = data.get("closes_at"), data.get("ends")
        if data.get("has_seats") and closes and ends and closes > ends:
            self.add_error("closes_at", _("Der Anmeldeschluss liegt nach dem Ende."))
        self._ask_who_is_told(data)
        self._look_at_the_picture(data)
        return data

    def _ask_who_is_told(self, data) -> None:
        """Whatever is told to those who come must have some: with seats, in the block, or by who reads the page."""
        comes = self.block and (self.block.seats_id or self.block.audience_id)
        if data.get("has_seats") or data.get("audience") or data.get("readers") != "public" or comes:
            return
        if data.get("link"):
            self.add_error("link", _("Ohne Anmeldung erfährt niemand den Link, wenn alle die Seite lesen."))
        if data.get("place_for_registered"):
            self.add_error("place_for_registered", _("Ohne Anmeldung erfährt niemand den Ort."))

    def _look_at_the_picture(self, data) -> None:
        if data.get("remove_picture") and "picture" not in self.changed_data:
            data["picture"] = data["picture_alt"] = ""
        if data.get("picture") and not data.get("picture_alt"):
            self.add_error("picture_alt", _("Bitte beschreiben Sie das Bild in einem Satz."))

    def parts(self) -> list[tuple[str, tuple[str, ...]]]:
        """The fields under the headings of the page."""
        return [
            (_("Worum geht es?"), ("title", "kind", "summary", "source", "picture", "remove_picture", "picture_alt")),
            (_("Wann und wo?"), ("starts", "ends", "place", "street", "place_for_registered", "link", "access")),
            (_("Ablauf und Mitwirkende"), ("programme", "speakers")),
            (
                _("Wer liest, wer kommt?"),
                ("readers", "audience", "has_seats", "capacity", "open_to", "closes_at", "note"),
            ),
        ]

    @staticmethod
    def of(event: Event) -> dict:
        """Initial values that show an event as it is."""
        initial = {name: getattr(event, name) for name in OF_EVENT}
        initial |= {"seen": event.version, "picture": event.picture}
        initial["speakers"] = _as_lines(event.speakers.all())
        if event.seats:
            initial |= {name: getattr(event.seats, name) for name in OF_SEATS} | {"has_seats": True}
        return initial

    @staticmethod
    def like(event: Event) -> dict:
        """Initial values of a new event that takes an earlier one as its pattern: all but dates and link, and without
        whoever did not want to be named."""
        left_out = {"starts", "ends", "closes_at", "seen", "link", "picture", "picture_alt"}
        initial = EventForm.of(event) | {"speakers": _as_lines(event.speakers.announced())}
        return {name: value for name, value in initial.items() if name not in left_out}

    @staticmethod
    def part(block: Event) -> dict:
        """Initial values of a new part of a block: its place and audience, on its first day, without own seats."""
        day = {"kind": Event.SESSION, "starts": block.starts, "ends": block.starts + timedelta(hours=2)}
        return {
            name: getattr(block, name) for name in ("place", "street", "place_for_registered", "readers", "audience")
        } | day


def _as_lines(speakers) -> str:
    return "\n".join("; ".join(filter(None, (speaker.name, speaker.role))) for speaker in speakers)


class CallOffForm(HouseForm):
    reason = ReasonField(help_text=_("Alle Angemeldeten lesen ihn; er steht auf der Seite der Veranstaltung."))
