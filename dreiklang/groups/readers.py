"""One word for who reads: every object that is read has a `readers` token, every visitor holds some tokens."""

from contextlib import suppress
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.once import ask_anew, once
from dreiklang.foundation.prepared import Prepared
from dreiklang.groups.models import Group, Membership
from dreiklang.people.models import Person

PUBLIC, MEMBERS, TEAM = "public", "members", "team"


def tokens_of(person) -> list[str]:
    """The tokens a person holds. `person` may be None or an anonymous visitor: then only what is public."""
    if person is None or not person.is_authenticated:
        return _of_the_house(person)
    return once(("tokens", person.pk), lambda: _tokens_of(person))


def holds(person, token: str) -> bool:
    """Whether she holds this token; the database is asked only for a group's."""
    if person is not None and person.is_authenticated and token.startswith("group:"):
        return token in tokens_of(person)
    return token in _of_the_house(person)


def groups_of(person) -> list[str]:
    """Ids of the groups that she belongs to today."""
    return [token.removeprefix("group:") for token in tokens_of(person) if token.startswith("group:")]


def forget_tokens_of(person) -> None:
    """She joined or left a group: the same request asks anew."""
    ask_anew(("tokens", person.pk))
    ask_anew(("roles", person.pk))


def _tokens_of(person) -> list[str]:
    return [*_of_the_house(person), *(f"group:{group}" for group in roles_of(person))]


def roles_of(person) -> dict:
    """Group's id -> her role in it, of those that she belongs to today. Asked once a request, with her tokens."""
    return once(("roles", person.pk), lambda: _roles_of(person))


def _roles_of(person) -> dict:
    return dict(_ROLES(person=person.pk, today=timezone.localdate()))


_ROLES = Prepared(
    lambda person, today: Membership.objects.standing(today).filter(person=person).values_list("group", "role"),
    person=UUID, today=date,
)  # fmt: skip


def _of_the_house(person) -> list[str]:
    if person is None or not person.is_authenticated:
        return [PUBLIC]
    roles = (MEMBERS, person.is_member), (TEAM, person.is_team)
    return [PUBLIC, *(token for token, is_hers in roles if is_hers)]


def tokens_of_all(people) -> dict:
    """Person's id -> the tokens that she holds, of people with accounts. One query, however many they are."""
    held = {person.pk: _of_the_house(person) for person in people}
    for person, group in Membership.objects.standing().filter(person__in=held).values_list("person", "group"):
        held[person].append(f"group:{group}")
    return held


def holders(token: str):
    """Whoever holds this token and can sign in: the people whom `tokens_of` would give it, asked for together."""
    people = Person.objects.able()
    if token == PUBLIC:
        return people
    if token == MEMBERS:
        return people.filter(is_member=True)
    if token == TEAM:
        return people.filter(is_team=True)
    return people.filter(pk__in=members_of(token).values("person"))


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
    """Who belongs today to the group that the token names; none for a token of no group."""
    group = _group_of(token)
    return group.memberships.standing() if group else Membership.objects.none()


def _group_of(token: str) -> Group | None:
    """None for a group that is gone, and for a token that nobody can hold."""
    if token.startswith("group:"):
        with suppress(ValidationError):
            return Group.objects.filter(pk=token.removeprefix("group:")).first()
    return None
