from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.dialogue.actions.rooms import OWN_GROUP
from dreiklang.dialogue.models import Follow, Room, Thread
from dreiklang.foundation.forms import HouseForm, LineField, ReasonField
from dreiklang.groups.models import Group
from dreiklang.groups.readers import MEMBERS, PUBLIC, TEAM
from dreiklang.people.models import FieldOfAction
from dreiklang.places.models import Association

STATES = [
    ("", _("alle")),
    ("unread", _("ungelesen")),
    ("open", _("ohne Antwort")),
    ("answered", _("beantwortet")),
    ("solved", _("gelöst")),
]


class FilterForm(HouseForm):
    """Which threads of a room one wants to see. What nobody could have chosen counts as nothing."""

    q = LineField(label=_("Wörter im Titel"), max_length=100, required=False)
    art = forms.ChoiceField(label=_("Art"), choices=[("", _("alle")), *Thread.KINDS], required=False)
    feld = forms.ModelChoiceField(
        label=_("Handlungsfeld"), queryset=FieldOfAction.objects.all(), required=False, empty_label=_("alle")
    )  # fmt: skip
    stand = forms.ChoiceField(label=_("Stand"), choices=STATES, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.is_asked_for = True  # that a choice is free need not be said at each

    def chosen(self) -> dict:
        """Keyword arguments of `listing.narrowed`."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "words": data.get("q", ""), "kind": data.get("art", ""), "field": data.get("feld"),
            "state": data.get("stand", ""),
        }  # fmt: skip


class RoomForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Name des Raums"), max_length=120,
        error_messages={"required": _("Bitte geben Sie dem Raum einen Namen.")},
    )  # fmt: skip
    about = LineField(label=_("Worum es geht"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Art"), choices=Room.KINDS)
    readers = forms.ChoiceField(label=_("Wer liest?"))
    writers = forms.ChoiceField(label=_("Wer schreibt?"), required=False)
    association = forms.ModelChoiceField(
        label=_("Verband"), queryset=Association.objects.all(), required=False, empty_label=_("keiner")
    )  # fmt: skip
    stays_inside = forms.BooleanField(
        label=_("Nichts verlässt den Raum"), required=False,
        help_text=_("Kein Text daraus steht in Briefen, in der Suche oder in Ausgaben."),
    )  # fmt: skip
    takes_protected = forms.BooleanField(
        label=_("Man darf geschützt fragen"), required=False,
        help_text=_("Unter einer Merkmalszeile statt unter dem eigenen Namen."),
    )  # fmt: skip
    needs_approval = forms.BooleanField(
        label=_("Beiträge erscheinen nach Freigabe"), required=False,
        help_text=_("Wer den Raum betreut, liest jeden Beitrag zuerst."),
    )  # fmt: skip
    pause = forms.IntegerField(
        label=_("Pause zwischen zwei Beiträgen einer Person, in Minuten"), min_value=0, max_value=1440, required=False,
        help_text=_("0: keine Pause."),
    )  # fmt: skip
    kept_months = forms.IntegerField(
        label=_("Themen verblassen nach so vielen Monaten ohne neuen Beitrag"), min_value=1, max_value=120,
        required=False, help_text=_("Leer: Sie bleiben."),
    )  # fmt: skip
    order = forms.IntegerField(
        label=_("Platz in der Liste"), min_value=0, max_value=999, required=False,
        help_text=_("Kleine Zahlen stehen oben."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = [(group.token, f"{group.name} ({group.get_kind_display()})") for group in _groups()]
        wide = [(MEMBERS, _("alle Mitglieder")), (TEAM, _("nur das Programmteam"))]
        own = (OWN_GROUP, _("eine eigene Gruppe, die Sie gleich zusammenstellen"))
        self.fields["readers"].choices = [*wide, own, *groups, (PUBLIC, _("alle, auch ohne Konto"))]
        self.fields["writers"].choices = [("", _("alle Mitglieder, die lesen")), *wide, *groups]

    @staticmethod
    def of(room: Room) -> dict:
        """What stands in the form of a room that is there."""
        names = [*RoomForm.base_fields.keys() - {"public_id"}]
        initial = {name: getattr(room, name) for name in names}
        return initial | {"writers": "" if room.writers == _same(room.readers) else room.writers}

    def facts(self) -> dict:
        """Keyword arguments of `open_room` and `change_room`."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "public_id"}
        facts["writers"] = facts["writers"] or _same(facts["readers"])
        return facts | {"pause": facts["pause"] or 0, "order": 50 if facts["order"] is None else facts["order"]}


def _groups():
    return Group.objects.order_by("kind", "name")


def _same(readers: str) -> str:
    """Whoever reads writes; a visitor never does."""
    return MEMBERS if readers == PUBLIC else readers


class WhoForm(HouseForm):
    """One person, as the team knows her: by name or by address."""

    who = LineField(
        label=_("Name oder E-Mail-Adresse"), max_length=120,
        error_messages={"required": _("Bitte sagen Sie, um wen es geht.")},
    )  # fmt: skip


class LockForm(HouseForm):
    reason = ReasonField()


class FollowForm(HouseForm):
    how = forms.ChoiceField(choices=[("", "–"), *Follow.HOWS], required=False)


class FollowingForm(HouseForm):
    """Of what somebody hears: a field for each room, each thread she says something about, each field of action."""

    def __init__(self, *args, rooms, threads, fields, **kwargs):
        self.parts = [("room", rooms), ("thread", threads), ("field", fields)]
        super().__init__(*args, **kwargs)
        for kind, things in self.parts:
            for thing in things:
                self.fields[f"{kind}-{thing.pk}"] = forms.ChoiceField(
                    label=str(thing), choices=[("", _("keine Angabe")), *Follow.HOWS], required=False,
                    widget=forms.Select(attrs={"class": "kern-form-input__select"}),
                )  # fmt: skip

    def of(self, kind: str) -> list:
        """The fields of one part: "room", "thread" or "field"."""
        return [self[name] for name in self.fields if name.startswith(f"{kind}-")]

    def has_said(self, kind: str) -> bool:
        return any(bound.value() for bound in self.of(kind))

    def wishes(self) -> list[tuple[str, dict]]:
        """What of it she changed, for `follow_all`."""
        return [
            (self.cleaned_data[name], {kind: thing})
            for kind, things in self.parts
            for thing in things
            if (name := f"{kind}-{thing.pk}") in self.changed_data
        ]
