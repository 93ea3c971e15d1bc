"""Which colleagues one looks at, in which order, and why somebody is near."""

from functools import cached_property
from itertools import islice
from math import log
from typing import NamedTuple
from uuid import UUID

from django.core.paginator import Paginator
from django.db import connection
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dreiklang.exchange import directory as of
from dreiklang.exchange.directory import FACETS, Directory, Line, directory, places_in
from dreiklang.people.models import Release, Tenure
from dreiklang.places.models import Municipality
from dreiklang.places.nearness import NEAR, Place, distance, nearest, reasons
from dreiklang.places.sizes import NAMES

A_PAGE = 24
BY_NAME, TABLE = "name", "tabelle"


class Wanted:
    """As the address says it; what makes no sense narrows nothing."""

    def __init__(self, said):
        self.words = " ".join(said.get("q", "").replace("\0", " ").split())[:100]
        self.chosen = {facet: chosen for facet in FACETS if (chosen := sorted(set(said.getlist(facet)))[:20])}
        self.is_by_name = said.get("folge") == BY_NAME
        self.is_table = said.get("ansicht") == TABLE

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.chosen)

    def address(self, **other) -> str:
        """The address of the same with something else, from the first page."""
        said = {"q": self.words, "folge": BY_NAME if self.is_by_name else "", "ansicht": TABLE if self.is_table else ""}
        said |= self.chosen | other
        return urlencode({name: value for name, value in said.items() if value}, doseq=True)

    @cached_property
    def _same(self) -> str:
        return f"{address}&" if (address := self.address()) else ""

    def toggled(self, facet: str, value: str) -> str:
        """With this value, or without it where it is chosen. Fifty chips ask for it: a value that anybody has needs no
        quoting."""
        there = self.chosen.get(facet, [])
        if value in there:
            return self.address(**{facet: [one for one in there if one != value]})
        return f"{self._same}{facet}={value}"


class Chip(NamedTuple):
    label: str
    number: int
    is_on: bool
    address: str


class Shown(NamedTuple):
    line: Line
    reasons: list[str]


class Look:
    """One page of the directory for a reader."""

    def __init__(self, reader, wanted: Wanted, number, mine: Municipality | None = None):
        self.wanted, self.mine, self._said = wanted, mine, {}
        self.there = directory()
        self.visible = self.there.visible_to(reader)
        self.matching = self._narrowed(self.visible)
        self.by_name = wanted.is_by_name or mine is None
        self.total = self.matching.bit_count()
        self.page = Paginator(range(self.total), A_PAGE).get_page(number)
        self.is_anybody_near = False
        lines = self._by_name() if self.by_name else self._by_nearness()
        seen = _seen(reader, lines)
        self.shown = [Shown(line, self._why(line)) for line in lines if line.card in seen]

    def _narrowed(self, among: int, without: str = "") -> int:
        """By what was chosen, except in one facet: its chips say what they would show."""
        if self.wanted.words and not without:
            among = self.with_words = self.there.with_words(self.wanted.words, among)
        elif self.wanted.words:
            among &= self.with_words
        for facet, values in self.wanted.chosen.items():
            if facet != without:
                sets = self.there.sets[facet]
                any_of_them = 0
                for value in values:
                    any_of_them |= sets.get(value, 0)
                among &= any_of_them
        return among

    def _by_name(self) -> list[Line]:
        here = islice(places_in(self.matching), *self._part)
        return [self.there.lines[place] for place in here]

    @property
    def _part(self) -> tuple[int, int]:
        """From which line to which."""
        return max(self.page.start_index() - 1, 0), self.page.end_index()

    def _by_nearness(self) -> list[Line]:
        """Her own municipality, then the nearest, then whoever shows none; no more of them than this page needs."""
        there, matching, (start, last) = self.there, self.matching, self._part
        here = Place.of(self.mine)
        hers = there.at.get(self.mine.key, 0) & matching
        places = [place for place in there.places if place.key != here.key and there.at[place.key] & matching]
        found = nearest(here, places, max(last, 1)) if places else []
        self.is_anybody_near = bool(hers) or any(far <= log(NEAR) for far, _place in found[:1])
        order, taken = list(places_in(hers)), hers
        for _far, place in found:
            if len(order) >= last:
                break
            new = there.at[place.key] & matching & ~taken
            taken |= new
            order += places_in(new)
        if len(order) < last:
            order += places_in(matching & ~taken)
        return [there.lines[place] for place in order[start:last]]

    def _why(self, line: Line) -> list[str]:
        if self.by_name or line.municipality is None:
            return []
        key = line.municipality.pk
        if key not in self._said:  # colleagues of one municipality are near for one reason
            self._said[key] = self._said_of(line.municipality)
        return self._said[key]

    def _said_of(self, municipality: Municipality) -> list[str]:
        if municipality.pk == self.mine.pk:
            return [_("in Ihrer Kommune")]
        if distance(Place.of(self.mine), Place.of(municipality)) > log(NEAR):
            return []
        return reasons(self.mine, municipality)

    def rows(self) -> list[tuple[str, list[Chip]]]:
        """Chips in rows: the name of the row, and each value that anybody has, with how many it would show."""
        labels = {
            of.KIND: dict(Municipality.KINDS), of.SIZE: {str(size): str(name) for size, name in enumerate(NAMES, 1)},
            of.HELPS: {"1": _("Kann helfen")}, of.SEEKS: {"1": _("Sucht")},
        }  # fmt: skip
        named = [
            (_("Angebot"), of.HELPS),
            (_("Gesuch"), of.SEEKS),
            (_("Handlungsfeld"), of.FIELD),
            (_("Art der Kommune"), of.KIND),
            (_("Einwohnerinnen und Einwohner"), of.SIZE),
            (_("Land"), of.LAND),
            (_("Verband"), of.ASSOCIATION),
            (_("Kreis"), of.DISTRICT),
        ]
        return [(title, chips) for title, facet in named if (chips := self._chips(facet, labels.get(facet)))]

    def _chips(self, facet: str, labels: dict | None) -> list[Chip]:
        labels = labels or self.there.names[facet]
        chosen = self.wanted.chosen.get(facet, [])
        among = self._narrowed(self.visible, facet) if chosen else self.matching
        found = []
        for value, bits in self.there.sets[facet].items():
            number = (bits & among).bit_count()
            is_on = value in chosen
            if is_on or (number and facet != of.DISTRICT):  # districts are many: the map shows them
                found.append((value, Chip(labels.get(value, value), number, is_on, self.wanted.toggled(facet, value))))
        found.sort(key=lambda each: each[0] if facet == of.SIZE else each[1].label)
        narrows = chosen or any(chip.number < self.total for _value, chip in found)
        return [chip for _value, chip in found] if narrows else []  # what all have in common parts nobody


def own_municipality(person) -> Municipality | None:
    """Of her office. Mostly somebody else of the directory works there too, and it is at hand."""
    key, there = _own_key(person), directory()
    if key in there.at:
        return there.lines[next(places_in(there.at[key]))].municipality
    return Municipality.objects.with_district().filter(pk=key).first() if key else None


def _own_key(person) -> str | None:
    """As `Tenure.objects.current()` says, written out: every list asks it, and making the words of the query took a
    tenth of its time."""
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT office.municipality_id FROM people_tenure AS tenure
            JOIN people_office AS office ON office.id = tenure.office_id
            WHERE tenure.person_id = %s AND tenure.held_from <= %s
                AND (tenure.held_to IS NULL OR tenure.held_to >= %s)
            ORDER BY tenure.id LIMIT 1
            """,
            [Tenure._meta.get_field("person").get_db_prep_value(person.pk, connection), today, today],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def numbers_of_districts(reader) -> dict[str, int]:
    """Key of a district -> how many colleagues let members see that they work there."""
    there: Directory = directory()
    visible = there.visible_to(reader)
    return {key: number for key, bits in there.sets[of.DISTRICT].items() if (number := (bits & visible).bit_count())}


def lines_at(reader, municipality: Municipality) -> list[Line]:
    """Who lets members see that she works there."""
    there = directory()
    lines = [there.lines[place] for place in places_in(there.at.get(municipality.key, 0) & there.visible_to(reader))]
    seen = _seen(reader, lines)
    return [line for line in lines if line.card in seen]


def _seen(reader, lines: list[Line]) -> set[UUID]:
    """The cards among these that she may see now: an account may have been locked since the list was read."""
    return {told.card for told in Release.objects.tellings([line.person for line in lines], reader)}
