from importlib import import_module

from django.urls.resolvers import RoutePattern, URLResolver

ROOMS = (
    "front", "places", "letters", "people", "groups", "seats", "dialogue", "events", "library", "debates", "exchange",
    "training", "search",
)  # fmt: skip


class _Beginning(RoutePattern):
    """Opens a room only to addresses that begin like one of its own: four hundred would be compared one by one."""

    def __init__(self, parts: set[str]):
        super().__init__("")
        self.parts = parts

    def match(self, path):
        is_here = path.partition("/")[0] in self.parts or None in self.parts
        return super().match(path) if is_here else None


def _of(room: str) -> URLResolver:
    module = import_module(f"dreiklang.{room}.urls")
    return URLResolver(_Beginning({_first_part(each.pattern) for each in module.urlpatterns}), module)


def _first_part(pattern) -> str | None:
    """None where it can be any."""
    part = str(pattern).partition("/")[0]
    return part if isinstance(pattern, RoutePattern) and "<" not in part else None


urlpatterns = [_of(room) for room in ROOMS]
