"""Whom to ask: a lottery in which whoever may know something has more lots. Pure: it is given what it weighs.

A lot is worth more the nearer the field of action and the municipality are, and less the more often somebody was asked
in the last 90 days. Under her name, it is the asker's municipality that is compared; under a trait line only what the
line says, for everything else would let one infer who she is.
"""

import re
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from dreiklang.places.models import Municipality
from dreiklang.places.nearness import closeness

OF_FIELD, OF_PLACE = 5, 5  # how much more a lot is worth with the same field, and in a municipality just alike
BY_LOT_ALONE = 3  # in a protected thread every third: an asker who fits badly is not the only one
_KIND_WORDS = {
    "Stadtkreis": Municipality.KREISFREI, "kreisfreie Stadt": Municipality.KREISFREI,
    "Landkreis": Municipality.LANDKREIS, "Gemeinde": Municipality.GEMEINDE, "Stadt": Municipality.STADT,
}  # fmt: skip
_KINDS = re.compile(rf"\b({'|'.join(_KIND_WORDS)})\b", re.IGNORECASE)
_FROM_TO = re.compile(r"(\d+)\s*(?:–|-|bis)\s*(\d+) Tsd\.")
_BELOW, _ABOVE = re.compile(r"\b(?:unter|bis) (\d+) Tsd\."), re.compile(r"\b(?:über|ab) (\d+) Tsd\.")


class Traits(NamedTuple):
    """What a trait line says of the municipality; what it does not say is empty."""

    kinds: frozenset[str] = frozenset()
    least: int | None = None  # inhabitants
    most: int | None = None

    def closeness(self, municipality: Municipality) -> float:
        """From 0 to 1: how much of it fits."""
        fits = [municipality.kind in self.kinds] if self.kinds else []
        if self.least is not None or self.most is not None:
            fits.append((self.least or 0) <= municipality.population <= (self.most or municipality.population))
        return sum(fits) / len(fits) if fits else 0.0


class Reader(NamedTuple):
    """Somebody who may be asked."""

    pk: UUID
    fields: frozenset[str]  # slugs
    municipality: Municipality | None  # of her office
    asked: int  # how often in the last 90 days


class Wish(NamedTuple):
    """Who may know something."""

    field: str | None
    municipality: Municipality | None = None  # of whoever asks under her name
    traits: Traits | None = None  # of whoever asks under a line

    @property
    def is_protected(self) -> bool:
        return self.traits is not None


def traits_in(line: str) -> Traits:
    """'Integrationsbeauftragte, Stadt 20–50 Tsd., seit unter 2 Jahren' -> a Stadt of 20,000 to 50,000."""
    words = {word.casefold(): kind for word, kind in _KIND_WORDS.items()}
    kinds = frozenset(words[found.casefold()] for found in _KINDS.findall(line))
    if both := _FROM_TO.search(line):
        return Traits(kinds, int(both[1]) * 1000, int(both[2]) * 1000)
    below, above = _BELOW.search(line), _ABOVE.search(line)
    return Traits(kinds, int(above[1]) * 1000 if above else None, int(below[1]) * 1000 if below else None)


def worth(reader: Reader, wish: Wish) -> float:
    """How much her lot is worth: 36 with the same field and just the same municipality, 1 with neither; a quarter after
    having been asked once, a ninth after twice."""
    by_field = OF_FIELD if wish.field in reader.fields else 0
    return (1 + by_field) * (1 + OF_PLACE * _closeness(reader, wish)) / (1 + reader.asked) ** 2


def _closeness(reader: Reader, wish: Wish) -> float:
    if reader.municipality is None:
        return 0.0
    if wish.traits is not None:
        return wish.traits.closeness(reader.municipality)
    return closeness(wish.municipality, reader.municipality) if wish.municipality else 0.0


def in_order(readers: list[Reader], wish: Wish, lot: Callable[[UUID, str], float]) -> list[UUID]:
    """All of them as they are asked, first to last. `lot` draws from 0 to 1 for a person and a purpose.

    With a lot raised to 1 / worth, whose lot is worth twice is twice as likely first (Efraimidis and Spirakis 2006).
    Whoever holds an office comes before whoever holds none; in a protected thread that too would say something.
    """
    weighed = sorted(readers, key=lambda one: (lot(one.pk, "weighed") ** (1 / worth(one, wish)), one.pk), reverse=True)
    if not wish.is_protected:
        return [one.pk for one in sorted(weighed, key=lambda one: one.municipality is None)]
    plain = sorted(readers, key=lambda one: (lot(one.pk, "plain"), one.pk))
    return _every_third_from(plain, weighed)


def _every_third_from(plain: list[Reader], weighed: list[Reader]) -> list[UUID]:
    order, left = {}, (iter(weighed), iter(plain))
    while len(order) < len(weighed):
        is_third = len(order) % BY_LOT_ALONE == BY_LOT_ALONE - 1
        pk = next(one.pk for one in left[is_third] if one.pk not in order)
        order[pk] = None
    return list(order)
