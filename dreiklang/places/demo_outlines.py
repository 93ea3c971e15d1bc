"""The invented districts have invented outlines: a lattice whose corners and edges are moved a little, each by its own
name, so that neighbours meet and every run draws the same map."""

from math import ceil, sqrt
from random import Random

from dreiklang.places.outlines import Drawn, Ring, draw

_SIDE, _OFF, _BENDS = 90, 24, 3  # units of the grid; edges are halved so often


def draw_lattice(keys: list[str]) -> dict[str, Drawn]:
    """A drawing for each, row by row in their order; the last row may be shorter."""
    columns = max(ceil(sqrt(len(keys) * 0.8)), 1)
    drawn = {}
    for number, key in enumerate(keys):
        row, column = divmod(number, columns)
        corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
        ring: Ring = []
        for here, there in zip(corners, [*corners[1:], corners[0]], strict=True):
            ring += _edge(here, there)[:-1]
        drawn[key] = draw([ring])
    return drawn


def _edge(here, there) -> Ring:
    """The same for both neighbours, whichever way they go round."""
    if here > there:
        return _edge(there, here)[::-1]
    points, chance = [_corner(*here), _corner(*there)], Random(f"{here}{there}")  # noqa: S311 – a drawing
    for bend in range(_BENDS):
        off = _OFF >> (bend + 1)
        points = [each for pair in zip(points, _between(points, chance, off), strict=False) for each in pair] + points[
            -1:
        ]
    return points


def _between(points: Ring, chance: Random, off: int) -> Ring:
    return [
        ((ax + bx) // 2 + chance.randint(-off, off), (ay + by) // 2 + chance.randint(-off, off))
        for (ax, ay), (bx, by) in zip(points, points[1:], strict=False)
    ]


def _corner(column: int, row: int) -> tuple[int, int]:
    chance = Random(f"{column}:{row}")  # noqa: S311 – a drawing
    return column * _SIDE + chance.randint(-_OFF, _OFF), row * _SIDE + chance.randint(-_OFF, _OFF)
