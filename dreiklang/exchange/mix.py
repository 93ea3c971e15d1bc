"""Which associations are together in a team: what makes a ThemenTeam one. Names and numbers, never a ranking."""

from typing import NamedTuple

from django.conf import settings

from dreiklang.people.models import Tenure
from dreiklang.places.models import Association, Municipality

# Where a post names no association: the one to which a municipality of its kind usually belongs.
_USUAL = {
    Municipality.GEMEINDE: "gemeindetag", Municipality.STADT: "staedtetag", Municipality.KREISFREI: "staedtetag",
    Municipality.LANDKREIS: "landkreistag",
}  # fmt: skip


class Part(NamedTuple):
    name: str  # "Städtetag"; empty for whoever holds no post of a municipality
    number: int


class Mix(NamedTuple):
    parts: list[Part]  # every association of the Land, also one from which nobody is in
    without: int  # people without an association

    @property
    def people(self) -> int:
        return sum(part.number for part in self.parts) + self.without

    @property
    def present(self) -> list[str]:
        return [part.name for part in self.parts if part.number]

    @property
    def is_enough(self) -> bool:
        """To start a team."""
        return len(self.present) >= settings.TEAM_ASSOCIATIONS and self.people >= settings.TEAM_PEOPLE

    @property
    def said(self) -> str:
        return ", ".join(self.present)


def mixes_of(people_by_team: dict) -> dict:
    """Team's id -> the mix of these people (ids). Two queries, however many teams."""
    everybody = {pk for people in people_by_team.values() for pk in people}
    associations = list(Association.objects.order_by("pk"))
    hers = associations_of(everybody, associations) if everybody else {}
    found = {}
    for team, people in people_by_team.items():
        numbers = [sum(hers.get(pk) == one.pk for pk in people) for one in associations]
        parts = [Part(one.short, number) for one, number in zip(associations, numbers, strict=True)]
        found[team] = Mix(parts, len(people) - sum(numbers))
    return found


def associations_of(people, associations) -> dict:
    """Person's id -> the slug of the association of the post that she holds today."""
    there = {one.pk for one in associations}
    rows = Tenure.objects.current().filter(person__in=people).order_by("held_from")
    found = {}
    for person, named, kind in rows.values_list("person", "office__association", "office__municipality__kind"):
        found[person] = named or (_USUAL[kind] if _USUAL[kind] in there else None)
    return found
