"""Which municipalities are like this one. First form: size, kind and Land."""

from math import exp, log
from typing import NamedTuple

from django.db.models import Case, F, FloatField, Value, When
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dreiklang.places.models import Municipality

# A difference of kind or Land weighs like this ratio of populations. A Landkreis advises where a municipality acts, so
# it is far from all municipalities except the Stadtkreis, which has the duties of both.
ANOTHER_LAND = 1.5
_KINDS_APART = {
    frozenset({Municipality.GEMEINDE, Municipality.STADT}): 1.4,
    frozenset({Municipality.STADT, Municipality.KREISFREI}): 1.6,
    frozenset({Municipality.GEMEINDE, Municipality.KREISFREI}): 2.5,
    frozenset({Municipality.LANDKREIS, Municipality.KREISFREI}): 3.0,
    frozenset({Municipality.LANDKREIS, Municipality.STADT}): 20.0,
    frozenset({Municipality.LANDKREIS, Municipality.GEMEINDE}): 40.0,
}
SIMILAR = 1.5  # up to this ratio, populations are called similar
NEAR = 2.5  # a similar population in another Land is near; beyond, "the nearest" would say too much, as for Berlin


class Near(NamedTuple):
    municipality: Municipality
    distance: float  # 0 = alike; natural logarithm of the ratio of populations times the weights above
    reasons: list[str]

    @property
    def is_near(self) -> bool:
        return self.distance <= log(NEAR)


def near(municipality: Municipality, limit: int = 5) -> list[Near]:
    """The current municipalities most like this one, nearest first; invented ones stay among themselves.

    One query, and one more where `municipality` came without its district and Land.
    """
    land = municipality.district.land
    # The product of ratios has the same order as the sum of logarithms, and every database can multiply.
    apart = _size_apart(max(municipality.population, 1)) * _kind_apart(municipality.kind) * _land_apart(land)
    found = (
        Municipality.objects.current()
        .with_district()
        .filter(population__gt=0, district__land__is_fictional=land.is_fictional)
        .exclude(pk=municipality.pk)
        .annotate(apart=apart)
        .order_by("apart", "key")[:limit]
    )
    return [Near(other, log(max(other.apart, 1)), _reasons(municipality, other)) for other in found]


def closeness(mine: Municipality, other: Municipality) -> float:
    """From 0 to 1 = alike, by the same weights as `near`, of two that are at hand with their districts."""
    sizes = max(mine.population, 1), max(other.population, 1)
    apart = log(max(sizes) / min(sizes))
    if mine.kind != other.kind:
        apart += log(_KINDS_APART[frozenset({mine.kind, other.kind})])
    if mine.district.land_id != other.district.land_id:
        apart += log(ANOTHER_LAND)
    return exp(-apart)


def _size_apart(population: int) -> Case:
    theirs = F("population") * 1.0
    return Case(
        When(population__gte=population, then=theirs / float(population)),
        default=float(population) / theirs,
        output_field=FloatField(),
    )


def _kind_apart(kind: str) -> Case:
    others = [other for other, _name in Municipality.KINDS if other != kind]
    return Case(
        *[When(kind=other, then=Value(_KINDS_APART[frozenset({kind, other})])) for other in others],
        default=Value(1.0),
        output_field=FloatField(),
    )


def _land_apart(land) -> Case:
    return Case(When(district__land=land, then=Value(1.0)), default=Value(ANOTHER_LAND), output_field=FloatField())


def _reasons(mine: Municipality, other: Municipality) -> list[str]:
    reasons = [_size_reason(mine.population, other.population)]
    if other.kind == mine.kind:
        reasons.append(_kind_reason(other))
    if other.district_id == mine.district_id:
        reasons.append(_("im selben Landkreis"))
    elif other.district.land_id == mine.district.land_id:
        reasons.append(_("im selben Land"))
    return reasons


def _size_reason(mine: int, theirs: int) -> str:
    number = number_format(theirs, force_grouping=True)
    if max(mine, theirs) <= SIMILAR * min(mine, theirs):
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
