import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dreiklang.dialogue.actions.asking import LINE, MOST_NAMED, NAME, NAMED
from dreiklang.dialogue.forms.warned import WarnsFirst
from dreiklang.dialogue.forms.writing import text
from dreiklang.dialogue.models import Room, Thread
from dreiklang.dialogue.traits import Standing
from dreiklang.foundation.forms import HouseForm, LineField, day
from dreiklang.groups.readers import holders
from dreiklang.people.models import FieldOfAction, Person, Release
from dreiklang.places.models import Land

MOST_KNOWN = 30


class OpenForm(WarnsFirst, HouseForm):
    """A new thread. What one needs in a minute is above; the rest may stay as it is."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # the line as it stood on her page
    way = forms.ChoiceField(
        label=_("Wie möchten Sie fragen?"), widget=forms.RadioSelect, initial=NAME,
        error_messages={"required": _("Bitte wählen Sie, wie Sie fragen möchten.")},
    )  # fmt: skip
    known = forms.MultipleChoiceField(
        label=_("Auffindbar in diesem Raum"), required=False, widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label=_("Wer soll es lesen?"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
        help_text=_("Volle Namen oder E-Mail-Adressen, durch Komma getrennt. Höchstens zehn Personen dieses Raums."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Was möchten Sie schreiben?"), choices=Thread.KINDS, initial=Thread.QUESTION)
    title = LineField(
        label=_("In einem Satz"), max_length=150,
        error_messages={"required": _("Bitte sagen Sie in einem Satz, worum es geht.")},
        widget=forms.TextInput(attrs={
            "hx-get": "/dialog/fragen/aehnliche/", "hx-trigger": "input changed delay:400ms, load",
            "hx-target": "#aehnliche", "hx-sync": "this:replace",
        }),
    )  # fmt: skip
    source = text(_("Genauer"))
    stays_inside = forms.BooleanField(
        label=_("Nichts verlässt den Raum"), required=False,
        help_text=_("Der Text steht dann nur auf dieser Plattform: nicht in E-Mails und nicht in der Suche."),
    )  # fmt: skip
    field = forms.ModelChoiceField(
        label=_("Handlungsfeld"), queryset=FieldOfAction.objects.all(), required=False,
        empty_label=_("keines oder mehrere"),
    )  # fmt: skip
    land = forms.ModelChoiceField(
        label=_("Gilt für"), queryset=Land.objects.all(), required=False, empty_label=_("alle Länder")
    )  # fmt: skip
    valid_on = day(_("Stand"), required=False)

    def __init__(self, *args, room: Room, person: Person, standing: Standing | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.room, self.person, self.standing = room, person, standing
        self.fields["names"].is_asked_for = self.fields["known"].is_asked_for = True  # one of the two
        self.fields["way"].choices = [
            (NAME, _("Unter meinem Namen")),
            *([(LINE, _("Unter einer Merkmalszeile"))] if standing else []),
            *([] if room.needs_approval else [(NAMED, _("Nur an Genannte"))]),
        ]
        self.fields["known"].choices = [] if room.needs_approval else _known(room, person)
        if room.stays_inside:
            del self.fields["stays_inside"]

    def clean(self):
        typed = super().clean()
        typed["named"] = self._named(typed) if typed.get("way") == NAMED else []
        return typed

    def _named(self, typed) -> list[Person]:
        """Whom she ticked and whom she typed, all of them readers of the room."""
        readers = holders(self.room.readers).exclude(pk=self.person.pk)
        cards = Release.objects.visible_to(self.person).filter(pk__in=typed.get("known", [])).values("person")
        found = {person.pk: person for person in readers.filter(pk__in=cards)}
        wanted = [" ".join(word.split()) for word in re.split(r"[,;\n]", typed.get("names", "")) if word.strip()]
        if len(wanted) > MOST_NAMED:
            self.add_error("names", _TOO_MANY)
            return []
        asked = Q(pk__in=())
        for word in wanted:
            asked |= Q(name__iexact=word) | Q(name=word) | Q(email=word.lower())
        people = list(readers.filter(asked)) if wanted else []
        for word in wanted:
            fitting = [each for each in people if word.casefold() in {each.name.casefold(), each.email}]
            if len(fitting) != 1:
                self.add_error("names", ValidationError(_TWICE if fitting else _NOBODY, params={"name": word}))
            found |= {person.pk: person for person in fitting}
        if not found and not wanted:
            self.add_error("names", _("Bitte nennen Sie mindestens eine Person."))
        elif len(found) > MOST_NAMED:
            self.add_error("names", _TOO_MANY)
        return list(found.values())

    def show_line_anew(self) -> None:
        """She saw another line: her page says the one of now, and her next press means that."""
        self.data = self.data.copy()
        self.data["seen"] = self.standing.line if self.standing else ""

    def fits(self) -> str:
        return ngettext(
            "So stünden mindestens %(n)s Person da.", "So stünden in diesem Raum mindestens %(n)s Personen da, Sie "
            "eingeschlossen.", self.standing.fits,
        ) % {"n": self.standing.fits}  # fmt: skip

    def facts(self) -> dict:
        """Keyword arguments of `ask`."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in {"known", "names", "seen"}}
        return facts | {"line": self.cleaned_data["seen"]}


_TOO_MANY = _("Das sind mehr als zehn Personen.")
_TWICE = _("„%(name)s“ gibt es hier mehr als einmal. Bitte geben Sie die E-Mail-Adresse an.")
_NOBODY = _("„%(name)s“ liest in diesem Raum nicht mit oder heißt hier anders.")


def _known(room: Room, person: Person) -> list[tuple[str, str]]:
    """Readers of the room who let members find them; too many to choose from are no help."""
    cards = Release.objects.visible_to(person).exclude(person=person).filter(
        person__in=holders(room.readers).values("pk")
    ).order_by("person__name").values_list("pk", "person__name")[: MOST_KNOWN + 1]  # fmt: skip
    found = [(str(pk), name) for pk, name in cards]
    return found if len(found) <= MOST_KNOWN else []
