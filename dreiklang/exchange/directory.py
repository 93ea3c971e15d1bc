"""Everybody who can be found, as lists show her, and which of them have what in common. It is the same for all who ask,
so each process keeps it for a day, and reads again only those whose cards change; who may not see whom is asked each
time."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from dreiklang.foundation.once import once
from dreiklang.index.models import Change
from dreiklang.people.models import Block, Level, Person, Release, Tenure
from dreiklang.people.searchable import PERSON
from dreiklang.places.models import Municipality
from dreiklang.places.names import search_form
from dreiklang.places.nearness import Place
from dreiklang.places.sizes import size_of

FIELD, KIND, SIZE, LAND, DISTRICT, ASSOCIATION = "feld", "art", "groesse", "land", "kreis", "verband"
HELPS, SEEKS = "hilft", "sucht"
WORD = ""  # each that is said of somebody, as the search compares it
FACETS = (HELPS, SEEKS, FIELD, KIND, SIZE, LAND, ASSOCIATION, DISTRICT)  # by their names in addresses
_LATE = 50  # changes that may be committed after later ones
_FEW = 100  # of a set of thousands
_MOST = 30  # people who are read again by themselves; more, and all are read: that costs less


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
    sets: dict[str, dict[str, int]] = field(default_factory=lambda: {facet: {} for facet in (*FACETS, WORD)})
    at: dict[str, int] = field(default_factory=dict)  # municipality's key -> who works there
    places: list[Place] = field(default_factory=list)  # in the order of populations
    persons: dict[UUID, int] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=lambda: {facet: {} for facet in FACETS})

    @property
    def everybody(self) -> int:
        return (1 << len(self.lines)) - 1

    def copied(self) -> "Directory":
        """Its own: others may be reading the one before."""
        return Directory(
            list(self.lines), {facet: dict(sets) for facet, sets in self.sets.items()},
            dict(self.at), list(self.places), dict(self.persons),
            {facet: dict(names) for facet, names in self.names.items()},
        )  # fmt: skip

    def take_out(self, person: UUID) -> None:
        """Whoever stands behind her moves up."""
        place = self.persons.pop(person, None)
        if place is None:
            return
        del self.lines[place]
        for facet, sets in self.sets.items():
            self.sets[facet] = _without(place, sets)
        for facet, names in self.names.items():
            self.names[facet] = {value: name for value, name in names.items() if value in self.sets[facet]}
        self.at = _without(place, self.at)
        self._count_anew(place)

    def open_at(self, place: int) -> None:
        """Room for somebody there: whoever stands behind her moves down."""
        if place == len(self.lines):
            return
        for facet, sets in self.sets.items():
            self.sets[facet] = _opened(place, sets)
        self.at = _opened(place, self.at)

    def _count_anew(self, start: int) -> None:
        for place in range(start, len(self.lines)):
            self.persons[self.lines[place].person] = place

    def put_in(self, place: int, line: Line) -> None:
        self.lines.insert(place, line)
        self._count_anew(place)

    def visible_to(self, reader) -> int:
        """Without herself, and without those who take nothing from her."""
        hidden = [reader.pk, *Block.objects.filter(whom=reader).values_list("person", flat=True)]
        seen = self.everybody
        for person in hidden:
            if (place := self.persons.get(person)) is not None:
                seen &= ~(1 << place)
        return seen

    def with_words(self, text: str, among: int) -> int:
        """Each of the words is part of one that is said of her. Few words are said of thousands: looking through those
        takes a fifth of the time that looking through everybody takes."""
        for word in search_form(text).split():
            found = 0
            for said, bits in self.sets[WORD].items():
                if word in said:
                    found |= bits
            among &= found
        return among


def places_in(bits: int) -> Iterator[int]:
    """Of many the whole number is looked through once; of few each is looked for."""
    if bits.bit_count() > _FEW:
        yield from (place for place, bit in enumerate(reversed(f"{bits:b}")) if bit == "1")
    else:
        while bits:
            yield (bits & -bits).bit_length() - 1
            bits &= bits - 1


def _without(place: int, sets: dict[str, int]) -> dict[str, int]:
    low, found = (1 << place) - 1, {}
    for value, bits in sets.items():
        if behind := bits >> place:
            bits = bits & low | behind >> 1 << place
        if bits:
            found[value] = bits
    return found


def _opened(place: int, sets: dict[str, int]) -> dict[str, int]:
    low = (1 << place) - 1
    return {
        value: bits & low | behind << place + 1 if (behind := bits >> place) else bits for value, bits in sets.items()
    }


class _Kept(NamedTuple):
    day: tuple  # while it is the same, only changes make it old
    base: int  # from which change on they are compared
    last: int  # the newest change of a card that is in it
    told: frozenset[tuple[int, str]]  # those that are in it: the newest, and all since `base`
    there: Directory


_kept: _Kept | None = None


def directory() -> Directory:
    """As it is now. One query a request while nothing changed."""
    return once("directory", _now)


def fresh() -> Directory:
    """As it is in this transaction: for chores, which write to whom they find."""
    return _read(timezone.localdate())


def _now() -> Directory:
    global _kept
    before, day = _kept, (timezone.localdate(), settings.DEMO)
    if before is None or before.day != day:
        _kept = _anew(day)
    elif (told := _told(before.base, before.last)) != before.told:
        _kept = _caught_up(before, told) or _anew(day)
    return _kept.there


def _told(base: int, last: int) -> frozenset[tuple[int, str]]:
    """Every change of a card is told to the search. Offices begin and end by the day, without a change. Every list asks
    this: written out it takes a third of the time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, object_id FROM index_change WHERE kind = %s AND (id > %s OR id = %s)", [PERSON, base, last]
        )
        return frozenset(cursor.fetchall())


def _anew(day: tuple) -> _Kept:
    base = _base()
    last = Change.objects.filter(kind=PERSON).aggregate(newest=Max("id"))["newest"] or 0
    told = _told(base, last)  # before reading: what comes in between is read again, not missed
    return _Kept(day, base, last, told, fresh())


def _base() -> int:
    return max((Change.objects.aggregate(newest=Max("id"))["newest"] or 0) - _LATE, 0)


def _caught_up(before: _Kept, told: frozenset) -> _Kept | None:
    """With those read again who changed. None where one cannot go on from what was kept: a change that is in it is not
    there any more (it was undone, or is forgotten), or too many came."""
    people = {UUID(person) for _id, person in told - before.told}
    if len(people) > _MOST or not before.told or not before.told <= told:
        return None
    base, (last, _person) = max(before.base, _base()), max(told)
    kept = frozenset(each for each in told if each[0] > base or each[0] == last)
    return _Kept(before.day, base, last, kept, _read_again(before.there, people, before.day[0]))


_OF_CARD = (
    "pk", "person", "person__name", "person__function", "shows_function", "shows_municipality", "shows_fields",
    "shows_offer", "offer", "shows_seeks", "seeks", "shows_photo", "photo",
)  # fmt: skip


def _read(today: date) -> Directory:
    there = Directory()
    rows, tenures, municipalities, fields = _cards(Release.objects.standing(), today)
    for place, row in enumerate(rows):
        there.persons[row.person] = place
        there.lines.append(_add(there, place, row, tenures.get(row.person, ()), municipalities, fields))
    _know_places(there, municipalities)
    return there


def _read_again(before: Directory, people: Iterable[UUID], today: date) -> Directory:
    """With these as they are now; everybody else stays as she was read."""
    there = before.copied()
    rows, tenures, municipalities, fields = _cards(Release.objects.standing().filter(person__in=people), today)
    for person in people:
        there.take_out(person)
    for row in rows:
        place = bisect_left(there.lines, _order_of(row.person__name, row.pk), key=_order)
        there.open_at(place)
        there.put_in(place, _add(there, place, row, tenures.get(row.person, ()), municipalities, fields))
    _know_places(there, municipalities)
    return there


def _cards(standing, today: date) -> tuple[list, dict, dict, dict]:
    """Rows in the order of names, and what is asked for all of them at once."""
    tenures = _tenures(standing.values("person"), today)
    municipalities = Municipality.objects.with_district().in_bulk({one[0] for one in tenures.values() if one})
    fields = _fields(standing.values("person"))
    rows = sorted(standing.values_list(*_OF_CARD, named=True), key=lambda row: _order_of(row.person__name, row.pk))
    return rows, tenures, municipalities, fields


def _know_places(there: Directory, municipalities: dict) -> None:
    """Those where somebody works, by population."""
    known = {place.key for place in there.places}
    new = there.at.keys() - known
    if new or len(known) != len(there.at):
        places = [place for place in there.places if place.key in there.at]
        places += [Place.of(municipalities[key]) for key in new]
        there.places = sorted(places, key=lambda place: (place.population, place.key))


def _order(line: Line) -> tuple[str, str, UUID]:
    return _order_of(line.name, line.card)


def _order_of(name: str, card: UUID) -> tuple[str, str, UUID]:
    first, _space, last = search_form(name).rpartition(" ")
    return last, first, card


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


def _add(there: Directory, place: int, row, office, municipalities, fields) -> Line:
    """Into the sets, at a place that is free in them; returns what stands there."""
    bit = 1 << place
    has_left = office is None
    municipality = municipalities[office[0]] if office and row.shows_municipality else None
    function = row.person__function if row.shows_function and not has_left else ""
    offer, seeks = row.offer if row.shows_offer else "", row.seeks if row.shows_seeks else ""
    topics = fields.get(row.person, ()) if row.shows_fields else ()
    photo = Release(pk=row.pk, photo=row.photo).photo_path if row.photo and row.shows_photo >= Level.MEMBERS else ""
    label = municipality.label if municipality else ""
    line = Line(
        row.pk, row.person, row.person__name, function, photo, municipality, label,
        bool(municipality and office[3]), bool(offer), bool(seeks),
    )  # fmt: skip
    said = [row.person__name, function, label, offer, seeks, *(name for _slug, name in topics)]
    for facet, value, name in _values(municipality, office, topics, offer, seeks):
        sets = there.sets[facet]
        sets[value] = sets.get(value, 0) | bit
        there.names[facet].setdefault(value, name)
    if municipality:
        there.at[municipality.key] = there.at.get(municipality.key, 0) | bit
    words = there.sets[WORD]
    for word in set(search_form(" ".join(said)).split()):
        words[word] = words.get(word, 0) | bit
    return line


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
        yield SIZE, str(size_of(municipality.population) + 1), ""
        yield LAND, municipality.district.land_id, municipality.district.land.name
        yield DISTRICT, municipality.district_id, municipality.district.name
        if office[1]:
            yield ASSOCIATION, office[1], office[2]
