"""One word for who reads: every object that is read has a `readers` token, every visitor holds some tokens."""

from contextlib import suppress
from contextvars import ContextVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dreiklang.groups.models import Group, Membership
from dreiklang.people.models import Person

PUBLIC, MEMBERS, TEAM = "public", "members", "team"


def tokens_of(person) -> list[str]:
    """The tokens a person holds. `person` may be None or an anonymous visitor: then only what is public."""
    if person is None or not person.is_authenticated:
        return [PUBLIC]
    held = _held.get()
    if held is None:
        return _tokens_of(person)
    if person.pk not in held:
        held[person.pk] = _tokens_of(person)
    return held[person.pk]


class AskedOnceARequest:
    """Middleware: a page asks many times what a person holds, and the database once. Nothing outlives the request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        mark = _held.set({})
        try:
            return self.get_response(request)
        finally:
            _held.reset(mark)


def forget_tokens_of(person) -> None:
    """She joined or left a group: the same request asks anew."""
    if held := _held.get():
        held.pop(person.pk, None)


_held: ContextVar[dict | None] = ContextVar("tokens held, in this request", default=None)


def _tokens_of(person) -> list[str]:
    return tokens_of_all([person])[person.pk]


def tokens_of_all(people) -> dict:
    """Person's id -> the tokens that she holds, of people with accounts. One query, however many they are."""
    held = {}
    for person in people:
        roles = (MEMBERS, person.is_member), (TEAM, person.is_team)
        held[person.pk] = [PUBLIC, *(token for token, is_hers in roles if is_hers)]
    for person, group in Membership.objects.filter(person__in=held).values_list("person", "group"):
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
    """Memberships in the group that the token names; none for a token of no group."""
    group = _group_of(token)
    return group.memberships.all() if group else Membership.objects.none()


def _group_of(token: str) -> Group | None:
    """None for a group that is gone, and for a token that nobody can hold."""
    if token.startswith("group:"):
        with suppress(ValidationError):
            return Group.objects.filter(pk=token.removeprefix("group:")).first()
    return None
