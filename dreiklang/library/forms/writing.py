from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField
from dreiklang.groups.models import Group
from dreiklang.groups.readers import MEMBERS, PUBLIC, tokens_of
from dreiklang.library.models import Article

LONGEST = 20_000
WHAT_FOR = {
    Article.OVERVIEW: _("was es zu einem Thema gibt: Wege, Angebote, Zuständigkeiten"),
    Article.PROPOSAL: _("was Kommunen tun könnten, mit Gründen und dem, was es kostet"),
    Article.POINTER: _("worauf man achten sollte: wenige Punkte, eine Seite"),
    Article.EXAMPLE: _("was eine Kommune gemacht hat, mit Aufwand und dem, was nicht gelang"),
    Article.AID: _("eine Vorlage, Checkliste oder Handreichung zum Mitnehmen"),
    Article.DOSSIER: _("was die Forschung zu einer Frage der Praxis weiß"),
}


class TextField(forms.CharField):
    """Markdown as it is kept: one kind of line end, nothing behind the last word."""

    def __init__(self, **kwargs):
        widget = forms.Textarea(attrs={"rows": 16})
        super().__init__(**{"max_length": LONGEST, "required": False, "widget": widget} | kwargs)
        self.is_asked_for = True
        self.error_messages["max_length"] = _(
            "Das sind mehr als %(limit_value)s Zeichen. Bitte teilen Sie den Abschnitt in zwei."
        )

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


def readers_for(person, article: Article | None = None) -> list[tuple[str, str]]:
    """Who may read a page that she writes: all, members, or a group that she is in; and whoever reads it now."""
    groups = Group.objects.exclude(kind=Group.NAMED).filter(
        pk__in=[token.removeprefix("group:") for token in tokens_of(person) if token.startswith("group:")]
    ).order_by("name")  # fmt: skip
    choices = [
        (PUBLIC, _("alle, auch ohne Konto")), (MEMBERS, _("Mitglieder des Netzwerks")),
        *((group.token, group.name) for group in groups),
    ]  # fmt: skip
    if article and article.next_readers not in dict(choices):
        choices.append((article.next_readers, _("wie bisher")))
    return choices


def teams_of(person):
    tokens = tokens_of(person)
    return Group.objects.filter(
        kind=Group.TOPIC_TEAM,
        pk__in=[token.removeprefix("group:") for token in tokens if token.startswith("group:")],
    ).order_by("name")


class BeginForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Was soll es werden?"), widget=forms.RadioSelect, choices=Article.KINDS,
        error_messages={"required": _("Bitte wählen Sie, was es werden soll.")},
    )  # fmt: skip
    title = LineField(
        label=_("Titel"), max_length=150, help_text=_("Er lässt sich bis zur Freigabe ändern."),
        error_messages={"required": _("Bitte geben Sie der Seite einen Titel.")},
    )  # fmt: skip
    readers = forms.ChoiceField(label=_("Wer soll die Seite nach der Freigabe lesen?"), initial=MEMBERS)
    team = forms.ModelChoiceField(
        label=_("Schreiben Sie für ein ThemenTeam?"), queryset=Group.objects.none(), required=False,
        empty_label=_("nein, unter meinem Namen"),
        help_text=_("Dann steht das Team unter der Seite, und alle im Team schreiben mit."),
    )  # fmt: skip

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = readers_for(person)
        teams = teams_of(person)
        if teams:
            self.fields["team"].queryset = teams
        else:
            del self.fields["team"]

    def kinds(self) -> list[tuple]:
        """(radio button, what it is for)"""
        return [(choice, WHAT_FOR[choice.data["value"]]) for choice in self["kind"]]

    def facts(self) -> dict:
        """Keyword arguments of `begin`, after kind and title."""
        return {name: self.cleaned_data.get(name) for name in ("readers", "team", "public_id")}


class SectionForm(HouseForm):
    """One section; which version she had before her comes back with it."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    heading = LineField(
        label=_("Überschrift des Abschnitts"), max_length=150, required=False,
        help_text=_("Leer bleibt sie nur beim Einstieg, ganz oben auf der Seite."),
    )  # fmt: skip
    source = TextField(label=_("Text"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["heading"].is_asked_for = True


class NewSectionForm(HouseForm):
    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    heading = LineField(
        label=_("Überschrift des Abschnitts"), max_length=150,
        error_messages={"required": _("Bitte geben Sie dem Abschnitt eine Überschrift.")},
    )  # fmt: skip
    source = TextField(label=_("Text"))


class SettleForm(HouseForm):
    """What stands from now on, made of two versions."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    heading = LineField(label=_("Überschrift des Abschnitts"), max_length=150, required=False)
    source = TextField(label=_("Text"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["heading"].is_asked_for = True
