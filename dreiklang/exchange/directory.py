"""Everybody who can be found, as lists show her, and which of them have what in common. It is the same for all who ask,
so each process keeps it until somebody's card changes; who may not see whom is asked each time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.once import once
from dreiklang.index.models import Change
from dreiklang.people.models import Block, Level, Person, Release, Tenure
from dreiklang.people.searchable import PERSON
from dreiklang.places.models import Municipality
from dreiklang.places.names import search_form
from dreiklang.places.nearness import Place

FIELD, KIND, SIZE, LAND, DISTRICT, ASSOCIATION = "feld", "art", "groesse", "land", "kreis", "verband"
HELPS, SEEKS = "hilft", "sucht"
FACETS = (HELPS, SEEKS, FIELD, KIND, SIZE, LAND, ASSOCIATION, DISTRICT)  # by their names in addresses
SIZES = [
    ("1", 10_000, _("unter 10.000")), ("2", 20_000, _("10.000 bis 20.000")), ("3", 50_000, _("20.000 bis 50.000")),
    ("4", 100_000, _("50.000 bis 100.000")), ("5", None, _("über 100.000")),
]  # fmt: skip
_LATE = 50  # changes that may be committed after later ones


class Line(NamedTuple):
    """What a list says of somebody, as members see her. No telephone, no link: those stand on her card."""

    card: UUID
    person: UUID
    name: str
    function: str
    photo: str  # its address, or empty
    municipality: Municipality | None
    label: str  # of the municipality
    is_confirmed: bool
    helps: bool
    seeks: bool

    @property
    def path(self) -> str:
        return Release.path_of(self.card)


@dataclass
class Directory:
    """Lines in the order of names; a set of them is a number whose bits are their places: to cut two sets of five
    thousand, and to count, takes less than a microsecond."""

    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    sets: dict[str, dict[str, int]] = field(default_factory=lambda: {facet: {} for facet in FACETS})
    at: dict[str, int] = field(default_factory=dict)  # municipality's key -> who works there
    places: list[Place] = field(default_factory=list)  # in the order of populations
    persons: dict[UUID, int] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=lambda: {facet: {} for facet in FACETS})

    @property
    def everybody(self) -> int:
        return (1 << len(self.lines)) - 1

    def visible_to(self, reader) -> int:
        """Without herself, and without those who take nothing from her."""
        hidden = [reader.pk, *Block.objects.filter(whom=reader).values_list("person", flat=True)]
        seen = self.everybody
        for person in hidden:
            if (place := self.persons.get(person)) is not None:
                seen &= ~(1 << place)
        return seen

    def with_words(self, text: str, among: int) -> int:
        for word in search_form(text).split():
            among &= int("".join(["1" if word in said else "0" for said in reversed(self.words)]) or "0", 2)
        return among


def places_in(bits: int) -> Iterator[int]:
    return (place for place, bit in enumerate(reversed(f"{bits:b}")) if bit == "1")


_kept: tuple[tuple, int, Directory] | None = None  # version, from which change it counts, directory


def directory() -> Directory:
    """As it is now. One query a request while nothing changed."""
    return once("directory", _now)


def fresh() -> Directory:
    """As it is in this transaction: for chores, which write to whom they find."""
    return _read(timezone.localdate())


def _now() -> Directory:
    global _kept
    if _kept is not None:
        version, base, there = _kept
        if _version(base) == version:
            return there
    base = max((Change.objects.aggregate(newest=Max("id"))["newest"] or 0) - _LATE, 0)
    version = _version(base)  # before reading: what comes in between is read again, not missed
    there = fresh()
    _kept = (version, base, there)
    return there


def _version(base: int) -> tuple:
    """Every change of a card is told to the search. Offices begin and end by the day, without a change."""
    told = Change.objects.filter(kind=PERSON, id__gt=base).values_list("id", "object_id")
    return (*told, timezone.localdate(), settings.DEMO)


_OF_CARD = (
    "pk", "person", "person__name", "person__function", "shows_function", "shows_municipality", "shows_fields",
    "shows_offer", "offer", "shows_seeks", "seeks", "shows_photo", "photo",
)  # fmt: skip


def _read(today: date) -> Directory:
    standing = Release.objects.standing()
    tenures = _tenures(standing.values("person"), today)
    municipalities = Municipality.objects.with_district().in_bulk({one[0] for one in tenures.values() if one})
    fields = _fields(standing.values("person"))
    there, rows = Directory(), []
    for row in standing.values_list(*_OF_CARD, named=True):
        rows.append((_in_order(row.person__name), row))
    rows.sort(key=lambda each: each[0])
    for place, (_order, row) in enumerate(rows):
        _add(there, place, row, tenures.get(row.person, ()), municipalities, fields)
    keys = sorted(there.at, key=lambda key: (municipalities[key].population, key))
    there.places = [Place.of(municipalities[key]) for key in keys]
    return there


def _in_order(name: str) -> tuple[str, str]:
    first, _space, last = search_form(name).rpartition(" ")
    return last, first


def _tenures(people, today: date) -> dict:
    """Person -> (municipality, association's slug and name, whether confirmed) of the office she holds, or None when
    all of hers are over."""
    found = {}
    rows = Tenure.objects.filter(person__in=people).order_by("-held_from").values_list(
        "person", "held_from", "held_to", "office__municipality", "office__association",
        "office__association__short", "confirmed_on",
    )  # fmt: skip
    for person, since, until, municipality, association, short, confirmed in rows:
        if since <= today and (until is None or until >= today):
            if not found.get(person):
                found[person] = (municipality, association, short, confirmed is not None)
        else:
            found.setdefault(person, None)
    return found


def _fields(people) -> dict[UUID, list[tuple[str, str]]]:
    found = {}
    of_people = Person.fields_of_action.through.objects.filter(person__in=people)
    for person, slug, name in of_people.values_list("person", "fieldofaction", "fieldofaction__name"):
        found.setdefault(person, []).append((slug, name))
    return found


def _add(there: Directory, place: int, row, office, municipalities, fields) -> None:
    bit = 1 << place
    has_left = office is None
    municipality = municipalities[office[0]] if office and row.shows_municipality else None
    function = row.person__function if row.shows_function and not has_left else ""
    offer, seeks = row.offer if row.shows_offer else "", row.seeks if row.shows_seeks else ""
    topics = fields.get(row.person, ()) if row.shows_fields else ()
    photo = Release(pk=row.pk, photo=row.photo).photo_path if row.photo and row.shows_photo >= Level.MEMBERS else ""
    label = municipality.label if municipality else ""
    there.lines.append(
        Line(
            row.pk, row.person, row.person__name, function, photo, municipality, label,
            bool(municipality and office[3]), bool(offer), bool(seeks),
        )
    )  # fmt: skip
    said = [row.person__name, function, label, offer, seeks, *(name for _slug, name in topics)]
    there.words.append(search_form(" ".join(said)))
    there.persons[row.person] = place
    for facet, value, name in _values(municipality, office, topics, offer, seeks):
        sets = there.sets[facet]
        sets[value] = sets.get(value, 0) | bit
        there.names[facet].setdefault(value, name)
    if municipality:
        there.at[municipality.key] = there.at.get(municipality.key, 0) | bit


def _values(municipality, office, topics, offer: str, seeks: str) -> Iterator[tuple[str, str, str]]:
    """(facet, value, its name)"""
    for slug, name in topics:
        yield FIELD, slug, name
    if offer:
        yield HELPS, "1", ""
    if seeks:
        yield SEEKS, "1", ""
    if municipality:
        yield KIND, municipality.kind, ""
        yield SIZE, size_of(municipality.population), ""
        yield LAND, municipality.district.land_id, municipality.district.land.name
        yield DISTRICT, municipality.district_id, municipality.district.name
        if office[1]:
            yield ASSOCIATION, office[1], office[2]


def size_of(population: int) -> str:
    return next(size for size, below, _name in SIZES if below is None or population < below)
