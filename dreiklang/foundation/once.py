"""A page asks some things many times, and the database once. Nothing outlives the request; outside one, nothing is
kept."""

from collections.abc import Callable, Hashable
from contextvars import ContextVar


class AskedOnceARequest:
    """Middleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        mark = _known.set({})
        try:
            return self.get_response(request)
        finally:
            _known.reset(mark)


def once(what: Hashable, ask: Callable):
    """What `ask()` returns; within a request the same as the first time."""
    known = _known.get()
    if known is None:
        return ask()
    if what not in known:
        known[what] = ask()
    return known[what]


def known(what: Hashable):
    """What this request was told already, or None."""
    return (_known.get() or {}).get(what)


def ask_anew(what: Hashable) -> None:
    """It was changed: the same request asks again."""
    if known := _known.get():
        known.pop(what, None)


_known: ContextVar[dict | None] = ContextVar("asked in this request", default=None)
