"""What stands in an order that somebody gives it: names, files, the items of a paper."""

from collections.abc import Iterable

from django.db.models import Model


def move(thing: Model, step: int, among: Iterable[Model]) -> bool:
    """One place up (-1) or down (1) among these, which are in their order. Returns whether it moved: at the ends it
    stays, and where it is not among them, nothing happens."""
    things = list(among)
    if thing not in things or not 0 <= (place := things.index(thing)) + step < len(things):
        return False
    things.insert(place + step, things.pop(place))
    for number, each in enumerate(things):
        each.order = number
    type(thing).objects.bulk_update(things, ["order"])
    return True
