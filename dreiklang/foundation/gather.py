"""The one idiom for what looks upward: a room may hold a small file with a known name; who needs them all asks here."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings

KNOWN = (
    "next_steps", "reportable", "inbound", "start", "searchable", "personal_data", "retention", "demo",
)  # fmt: skip


@cache
def gather(name: str) -> tuple[ModuleType, ...]:
    """The modules `dreiklang.<room>.<name>` that exist, from the ground up. LookupError for an unknown name."""
    if name not in KNOWN:
        raise LookupError(f"'{name}' is not one of the gathered names: {', '.join(KNOWN)}")
    paths = [f"dreiklang.{room}.{name}" for room in settings.ROOMS]
    return tuple(import_module(path) for path in paths if find_spec(path))
