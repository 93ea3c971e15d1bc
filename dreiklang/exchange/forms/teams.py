from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.exchange.models import TopicTeam
from dreiklang.foundation.forms import HouseForm, LineField, PersonNameField, ReasonField, day
from dreiklang.people.forms import FieldsOfAction
from dreiklang.people.models import FieldOfAction

MOST_FIELDS = 3


class TeamForm(HouseForm):
    """A question for a ThemenTeam. `link` is there once it works."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = LineField(
        label=_("Name des Teams"), max_length=80, help_text=_("Ein Stichwort, zum Beispiel: Sprachmittlung"),
        error_messages={"required": _("Bitte geben Sie dem Team einen Namen.")},
    )  # fmt: skip
    question = LineField(
        label=_("Die eine Frage"), max_length=200, widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
        help_text=_("So eng, dass eine Antwort möglich ist. Zum Beispiel: Wie finanzieren kleine Gemeinden "
                    "Sprachmittlung im Bürgeramt?"),
        error_messages={"required": _("Bitte schreiben Sie die Frage auf.")},
    )  # fmt: skip
    why = forms.CharField(
        label=_("Warum jetzt?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Bitte schreiben Sie in ein, zwei Sätzen, warum die Frage jetzt ansteht.")},
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=_("Was soll herauskommen?"), choices=TopicTeam.OUTCOMES, widget=forms.RadioSelect,
        help_text=_("Überblick: was es gibt. Vorschlag: was man tun kann. Hinweis: worauf zu achten ist."),
        error_messages={"required": _("Bitte wählen Sie, was herauskommen soll.")},
    )  # fmt: skip
    topics = FieldsOfAction()
    joining = forms.ChoiceField(
        label=_("Wie kommt man dazu, wenn das Team schon arbeitet?"), choices=TopicTeam.WAYS_IN,
        widget=forms.RadioSelect, initial=TopicTeam.OPEN,
    )  # fmt: skip
    link = forms.URLField(
        label=_("Videoraum des Teams"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Ein Link, den nur das Team und seine Gäste lesen."),
        error_messages={"invalid": _("Bitte geben Sie eine vollständige Adresse an, die mit https:// beginnt.")},
    )  # fmt: skip

    def __init__(self, *args, works: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].help_text = _("Höchstens drei, zu denen die Frage gehört.")
        if not works:
            del self.fields["link"]

    def clean_topics(self):
        topics = self.cleaned_data["topics"]
        if len(topics) > MOST_FIELDS:
            raise forms.ValidationError(_("Bitte wählen Sie höchstens drei Handlungsfelder."))
        return topics

    @staticmethod
    def of(team: TopicTeam) -> dict:
        """What stands in the form of a team that is there."""
        plain = {name: getattr(team, name) for name in ("name", "question", "why", "outcome", "joining")}
        return plain | {"topics": team.fields.all(), "link": team.group.link if team.group else ""}

    def facts(self) -> dict:
        facts = {name: value for name, value in self.cleaned_data.items() if name not in {"topics", "public_id"}}
        return facts | {"fields": self.cleaned_data["topics"]}


STATES = [
    ("", _("alle")), ("sucht", _("sucht Mitwirkende")), ("arbeitet", _("arbeitet")),
    ("rueckmeldung", _("Entwurf in Rückmeldung")), ("ergebnis", _("mit Ergebnis")), ("beendet", _("beendet")),
]  # fmt: skip


class TeamFilterForm(HouseForm):
    feld = forms.ModelChoiceField(
        label=_("Handlungsfeld"), queryset=FieldOfAction.objects.all(), required=False, empty_label=_("alle")
    )
    stand = forms.ChoiceField(label=_("Stand"), choices=STATES, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.is_asked_for = True  # that a choice is free need not be said at each


class GuestForm(HouseForm):
    name = PersonNameField(label=_("Name"))
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        error_messages={
            "required": _("Bitte geben Sie eine Adresse an."),
            "invalid": _("Diese Adresse ist unvollständig. Sie sieht aus wie name@hochschule.de."),
        },
    )  # fmt: skip
    until = day(_("Zu Gast bis"), help_text=_("Der letzte Tag, höchstens ein Jahr voraus."))


class ArrivalForm(HouseForm):
    """An expert without an account takes up the invitation."""

    name = PersonNameField()
    function = LineField(
        label=_("Ihre Funktion"), max_length=120, help_text=_("Zum Beispiel: Rechtsanwältin, Hochschule Musterstadt"),
        error_messages={"required": _("Bitte nennen Sie Ihre Funktion.")},
    )  # fmt: skip


class CommentsForm(HouseForm):
    until = day(_("Rückmeldung bis"), help_text=_("Zwei bis drei Wochen sind üblich, höchstens drei Monate."))


class GiveUpForm(HouseForm):
    reason = ReasonField(max_length=280)


class DissolveForm(HouseForm):
    owner = forms.ModelChoiceField(
        label=_("Wer ist künftig für das Ergebnis zuständig?"), queryset=None, required=False,
        empty_label=_("Bitte wählen"),
        help_text=_("Wer zuständig ist, wird gefragt, ob die Seite noch stimmt. Wer später geht, gibt sie weiter; "
                    "sonst kümmert sich das Programmteam."),
    )  # fmt: skip

    def __init__(self, *args, owners, has_text: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners
        self.fields["owner"].is_asked_for = True
        self.fields["owner"].label_from_instance = lambda person: person.name
        if not has_text:
            del self.fields["owner"]
