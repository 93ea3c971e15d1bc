"""What every form asks by which something is begun here: what one should know, and who reads."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.debates.rules import spoken_for
from dreiklang.groups.models import Group


def background(rows: int) -> forms.CharField:
    return forms.CharField(
        label=_("Was man dazu wissen sollte"), required=False, max_length=20000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=_("Leerzeile = neuer Absatz. **fett**, - Aufzählung, ## Überschrift."),
    )  # fmt: skip


def readers_for(person, for_all: list[tuple]) -> list[tuple]:
    """Choices: for the team `for_all` and every group; for others the groups for which they speak."""
    groups = Group.objects.exclude(kind=Group.NAMED).order_by("name")
    if not person.is_team:
        groups, for_all = groups.filter(pk__in=spoken_for(person)), []
    return [*for_all, *((one.token, one.name) for one in groups)]
