"""One word for who reads: every object that is read has a `readers` token, every visitor holds some tokens."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dreiklang.groups.models import Group, Membership

PUBLIC, MEMBERS, TEAM = "public", "members", "team"


def tokens_of(person) -> list[str]:
    """The tokens a person holds. `person` may be None or an anonymous visitor: then only what is public."""
    if person is None or not person.is_authenticated:
        return [PUBLIC]
    groups = Membership.objects.filter(person=person).values_list("group_id", flat=True)
    return [PUBLIC, MEMBERS, *([TEAM] if person.is_team else []), *(f"group:{pk}" for pk in groups)]


def said(token: str) -> str:
    """The token as a sentence part: 'Lesen können: …'."""
    if token == PUBLIC:
        return _("alle, auch ohne Konto")
    if token == MEMBERS:
        return _("Mitglieder des Netzwerks")
    if token == TEAM:
        return _("das Programmteam")
    group = _group_of(token)
    return _("nur die Gruppe „%(name)s“") % {"name": group.name} if group else _("niemand mehr")


def members_of(token: str):
    """Memberships in the group that the token names; none for a token of no group."""
    group = _group_of(token)
    return group.memberships.all() if group else Membership.objects.none()


def _group_of(token: str) -> Group | None:
    """None for a group that is gone, and for a token that nobody can hold."""
    if token.startswith("group:"):
        with suppress(ValidationError):
            return Group.objects.filter(pk=token.removeprefix("group:")).first()
    return None
