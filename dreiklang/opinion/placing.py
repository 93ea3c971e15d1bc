"""Where somebody's own votes lie on a map, without numpy: cheap enough for a page that shows people their own place."""

from collections.abc import Mapping
from math import sqrt

from dreiklang.opinion.results import Id


def place(own: Mapping[Id, int], axes: Mapping[Id, tuple[float, float, float]], out: int) -> tuple[float, float] | None:
    """x and y of somebody who voted `own` (statement to 1, -1 or 0); None if none of these votes has an axis.

    axes: centre, x and y of each statement that counts for places; out: how many more were taken out. Both come from
    steering.steer, and the place is the same as in the analysis that they were made with.
    """
    known = [(vote, *axes[statement]) for statement, vote in own.items() if statement in axes]
    if not known:
        return None
    scale = sqrt((len(axes) + out) / (len(known) + out))
    return scale * sum((v - c) * x for v, c, x, _y in known), scale * sum((v - c) * y for v, c, _x, y in known)
