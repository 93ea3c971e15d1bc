"""Sizes of municipalities: the bounds between which the house tells them apart. Lists and numbers of people part them
at BOUNDS; a line under which somebody stands unnamed may be narrower (NARROW), because it is widened where too few fit.

Two rooms part them otherwise, on purpose: a page of the PraxisPortal says for which duties it fits, and a circular
reaches the small municipalities, in which most of the network works, apart from the rest."""

from bisect import bisect_right

from django.utils.translation import gettext_lazy as _

BOUNDS = (10_000, 20_000, 50_000, 100_000)  # inhabitants
NARROW = (5_000, *BOUNDS)
NAMES = (
    _("unter 10.000"), _("10.000 bis 20.000"), _("20.000 bis 50.000"), _("50.000 bis 100.000"), _("ab 100.000"),
)  # fmt: skip


def size_of(population: int) -> int:
    """How many bounds it reaches: the place of its name in NAMES."""
    return bisect_right(BOUNDS, population)
