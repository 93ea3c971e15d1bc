"""Which municipalities are like this one, in what decides an officer's work: size, density, kind, Land and region, and
the indicators that were imported. One measure for all who ask: it is made of parts that can be said and weighed.

Each part is the natural logarithm of a ratio: a part of 0.69 is as far apart as twice the population.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from heapq import heappush, heapreplace
from math import exp, log
from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Abs
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dreiklang.places.models import Figure, Municipality

# A difference of kind, Land or region weighs like this ratio of populations. A Landkreis advises where a municipality
# acts, so it is far from all municipalities except the Stadtkreis, which has the duties of both.
ANOTHER_LAND, ANOTHER_REGION = log(1.5), log(1.1)
_KINDS_APART = {
    frozenset({Municipality.GEMEINDE, Municipality.STADT}): log(1.4),
    frozenset({Municipality.STADT, Municipality.KREISFREI}): log(1.6),
    frozenset({Municipality.GEMEINDE, Municipality.KREISFREI}): log(2.5),
    frozenset({Municipality.LANDKREIS, Municipality.KREISFREI}): log(3.0),
    frozenset({Municipality.LANDKREIS, Municipality.STADT}): log(20.0),
    frozenset({Municipality.LANDKREIS, Municipality.GEMEINDE}): log(40.0),
}
# Hannover, Aachen and Saarbrücken belong to a district of a special kind and have the duties of a Stadtkreis; no other
# town within a district is so large.
_LIKE_A_STADTKREIS = 175_000
SIMILAR = 1.5  # up to this ratio, populations are called similar
SIMILAR_DENSITY = 1.4
SIMILAR_QUANTILE = 0.1  # of an indicator: a tenth of all municipalities lie between the two
NEAR = 2.5  # a similar population in another Land is near; beyond, "the nearest" would say too much, as for Berlin
_CLOSEST, _FAR = 3000, 50  # one looks among so many first; then up to this ratio of populations


@dataclass(frozen=True)
class Weights:
    """How much each part counts; 1 is as usual, 0 not at all."""

    size: float = 1
    density: float = 1
    kind: float = 1
    land: float = 1
    indicators: float = 1

    @classmethod
    def names(cls) -> list[str]:
        return [field.name for field in fields(cls)]


USUAL = Weights()
_OF_DENSITY = 0.25  # twice as dense is as far apart as 1.19 times as many inhabitants


class Place(NamedTuple):
    """What is compared of a municipality."""

    key: str
    kind: str  # by its duties
    population: int
    density: float  # inhabitants a km², 0 where the area is not known
    quantiles: Mapping[str, tuple[float, float]] = {}  # indicator -> (place among all from 0 to 1, its weight)

    @property
    def district(self) -> str:
        return self.key[:5]

    @classmethod
    def of(cls, municipality: Municipality, quantiles=None) -> "Place":
        area = municipality.area
        return cls(
            municipality.key, _by_duties(municipality.kind, municipality.population), max(municipality.population, 1),
            municipality.population / area if area else 0, quantiles or {},
        )  # fmt: skip


def _by_duties(kind: str, population: int) -> str:
    return Municipality.KREISFREI if kind == Municipality.STADT and population >= _LIKE_A_STADTKREIS else kind


class Near(NamedTuple):
    municipality: Municipality
    distance: float  # 0 = alike
    reasons: list[str]

    @property
    def is_near(self) -> bool:
        return self.distance <= log(NEAR)


def near(municipality: Municipality, limit: int = 5, weights: Weights = USUAL) -> list[Near]:
    """The current municipalities most like this one, nearest first; invented ones stay among themselves."""
    mine = Place.of(municipality, _quantiles([municipality.key]).get(municipality.key))
    found = _looked_for(mine, municipality.district.land.is_fictional, limit, weights)
    others = Municipality.objects.with_district().in_bulk([place.key for _distance, place in found])
    return [
        Near(others[place.key], distance, _reasons(municipality, mine, others[place.key], place))
        for distance, place in found
    ]  # fmt: skip


def near_to_all(limit: int = 5, weights: Weights = USUAL) -> Iterator[tuple[str, list[tuple[float, str]]]]:
    """(key, [(distance, key of the other)]) of every current municipality that is not invented, by the same measure."""
    places = _places(Municipality.objects.filter(district__land__is_fictional=False))
    sizes = [place.population for place in places]
    for place in places:
        yield place.key, [(far, other.key) for far, other in nearest(place, places, limit, weights, sizes)]


def closeness(mine: Municipality, other: Municipality) -> float:
    """From 0 to 1 = alike, by the same measure without indicators, of two that are at hand."""
    return exp(-distance(Place.of(mine), Place.of(other)))


def reasons(here: Municipality, there: Municipality) -> list[str]:
    """Why the second is near to the first, or not, in words and without indicators; of two that are at hand."""
    return _reasons(here, Place.of(here), there, Place.of(there))


def distance(mine: Place, other: Place, weights: Weights = USUAL) -> float:
    return sum(parts(mine, other, weights).values())


def parts(mine: Place, other: Place, weights: Weights = USUAL) -> dict[str, float]:
    """What separates the two, by the names of Weights."""
    found = {
        "size": weights.size * abs(log(mine.population / other.population)),
        "density": 0.0,
        "kind": weights.kind * _KINDS_APART[frozenset({mine.kind, other.kind})] if mine.kind != other.kind else 0.0,
        "land": weights.land * _land_apart(mine.key, other.key),
        "indicators": 0.0,
    }
    if mine.density and other.density:
        found["density"] = weights.density * _OF_DENSITY * abs(log(mine.density / other.density))
    if mine.quantiles and other.quantiles:
        both = mine.quantiles.keys() & other.quantiles.keys()
        found["indicators"] = weights.indicators * sum(
            mine.quantiles[name][1] * abs(mine.quantiles[name][0] - other.quantiles[name][0]) for name in both
        )
    return found


def _land_apart(mine: str, other: str) -> float:
    """By the keys: two digits for the Land, a third for its Regierungsbezirk, where it has such."""
    if mine[:2] != other[:2]:
        return ANOTHER_LAND
    return ANOTHER_REGION if mine[2] != other[2] else 0.0


def nearest(
    mine: Place, places: list[Place], limit: int, weights: Weights = USUAL, sizes: list[int] | None = None
) -> list[tuple[float, Place]]:
    """Of places in the order of their populations those most like it. It looks outwards from its own size, and no
    further than the difference of size alone would be too much."""
    sizes = sizes or [place.population for place in places]
    up = bisect_left(sizes, mine.population)
    down, best = up - 1, []
    while up < len(places) or down >= 0:
        above = sizes[up] / mine.population if up < len(places) else float("inf")
        below = mine.population / sizes[down] if down >= 0 else float("inf")
        if len(best) == limit and weights.size * log(min(above, below)) > -best[0][0]:
            break
        if above <= below:
            place, up = places[up], up + 1
        else:
            place, down = places[down], down - 1
        if place.key != mine.key:
            _keep(best, limit, (-distance(mine, place, weights), _Reversed(place.key), place))
    return sorted(((-far, place) for far, _order, place in best), key=lambda each: (each[0], each[1].key))


class _Reversed(str):
    """Of two that are equally far, the one with the greater key goes first."""

    def __lt__(self, other):
        return str.__gt__(self, other)


def _keep(best: list, limit: int, found: tuple) -> None:
    if len(best) < limit:
        heappush(best, found)
    elif best[0] < found:
        heapreplace(best, found)


def _looked_for(mine: Place, is_fictional: bool, limit: int, weights: Weights) -> list[tuple[float, Place]]:
    """Among those nearest in size first: whoever is not among them is farther for her size alone."""
    among, indicators = Municipality.objects.filter(district__land__is_fictional=is_fictional), bool(mine.quantiles)
    apart = Abs(F("population") - mine.population)
    closest = among.current().filter(population__gt=0).annotate(apart=apart).order_by("apart")[:_CLOSEST]
    places = _places(among.filter(pk__in=closest.values("pk")), indicators)
    found = nearest(mine, places, limit, weights)
    if len(places) < _CLOSEST or _is_enough(found, limit, weights, _radius(mine, places)):
        return found
    sizes = mine.population / _FAR, mine.population * _FAR
    found = nearest(mine, _places(among.filter(population__range=sizes), indicators), limit, weights)
    if _is_enough(found, limit, weights, _FAR):
        return found
    return nearest(mine, _places(among, indicators), limit, weights)


def _radius(mine: Place, places: list[Place]) -> float:
    """Up to this ratio of populations everybody is among these."""
    farthest = max(abs(place.population - mine.population) for place in places)
    return (mine.population + farthest) / mine.population


def _is_enough(found: list, limit: int, weights: Weights, ratio: float) -> bool:
    return len(found) == limit and found[-1][0] <= weights.size * log(ratio)


def _places(municipalities, with_quantiles=True) -> list[Place]:
    """In the order of their populations. One query, and one for the indicators."""
    there = municipalities.current().filter(population__gt=0)
    known = _quantiles(there) if with_quantiles else {}
    rows = there.order_by("population", "key").values_list("key", "kind", "population", "area")
    return [
        Place(key, _by_duties(kind, population), population, population / area if area else 0, known.get(key, {}))
        for key, kind, population, area in rows
    ]


def _quantiles(municipalities) -> dict[str, dict[str, tuple[float, float]]]:
    """Key -> indicator -> (quantile, weight)."""
    figures = Figure.objects.filter(municipality__in=municipalities)
    found = {}
    for key, indicator, quantile, weight in figures.values_list(
        "municipality", "indicator", "quantile", "indicator__weight"
    ):
        found.setdefault(key, {})[indicator] = (quantile, weight)
    return found


def _reasons(here: Municipality, mine: Place, there: Municipality, other: Place) -> list[str]:
    reasons = [_size_reason(mine.population, other.population)]
    if mine.density and other.density and _ratio(mine.density, other.density) <= SIMILAR_DENSITY:
        reasons.append(
            _("ähnlich dicht besiedelt (%(number)s je km²)")
            % {"number": number_format(round(other.density), force_grouping=True)}
        )
    if there.kind == here.kind:
        reasons.append(_kind_reason(there))
    reasons += [_("ähnlich: %(indicator)s") % {"indicator": name} for name in _alike(mine, other)]
    if there.district_id == here.district_id:
        reasons.append(_("im selben Landkreis"))
    elif mine.key[:3] == other.key[:3] and mine.key[2] != "0":
        reasons.append(_("im selben Regierungsbezirk"))
    elif mine.key[:2] == other.key[:2]:
        reasons.append(_("im selben Land"))
    return reasons


def _alike(mine: Place, other: Place) -> list[str]:
    both = sorted(mine.quantiles.keys() & other.quantiles.keys())
    return [name for name in both if abs(mine.quantiles[name][0] - other.quantiles[name][0]) <= SIMILAR_QUANTILE]


def _ratio(one: float, other: float) -> float:
    return max(one, other) / min(one, other)


def _size_reason(mine: int, theirs: int) -> str:
    number = number_format(theirs, force_grouping=True)
    if _ratio(mine, theirs) <= SIMILAR:
        return _("ähnlich viele Einwohnerinnen und Einwohner (%(number)s)") % {"number": number}
    if theirs > mine:
        return _("mehr Einwohnerinnen und Einwohner (%(number)s)") % {"number": number}
    return _("weniger Einwohnerinnen und Einwohner (%(number)s)") % {"number": number}


def _kind_reason(other: Municipality) -> str:
    if other.kind == Municipality.KREISFREI and other.district.kind != "Stadtkreis":
        return _("auch eine kreisfreie Stadt")
    return {
        Municipality.GEMEINDE: _("auch eine Gemeinde"),
        Municipality.STADT: _("auch eine Stadt"),
        Municipality.KREISFREI: _("auch ein Stadtkreis"),
        Municipality.LANDKREIS: _("auch ein Landkreis"),
    }[other.kind]
