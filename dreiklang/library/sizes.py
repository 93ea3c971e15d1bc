"""The sizes of municipalities for which pages are written, and which municipalities they mean."""

from django.db.models import Q

from dreiklang.places.models import Municipality

_TOWNS = [Municipality.GEMEINDE, Municipality.STADT]
_MEANS = {
    "a": {"kind__in": _TOWNS, "population__lt": 10_000},
    "b": {"kind__in": _TOWNS, "population__gte": 10_000, "population__lt": 20_000},
    "c": {"kind__in": _TOWNS, "population__gte": 20_000},
    "d": {"kind": Municipality.KREISFREI},
    "e": {"kind": Municipality.LANDKREIS},
}  # letter of Article.SIZES -> what it means of a municipality


def size_of(municipality: Municipality) -> str:
    """As a letter of Article.SIZES."""
    if municipality.kind == Municipality.LANDKREIS:
        return "e"
    if municipality.kind == Municipality.KREISFREI:
        return "d"
    return "a" if municipality.population < 10_000 else "b" if municipality.population < 20_000 else "c"


def is_of_size(size: str, at: str = "") -> Q:
    """Of municipalities, or of what has one at `at`: 'municipality__'."""
    return Q(**{f"{at}{name}": value for name, value in _MEANS[size].items()})
