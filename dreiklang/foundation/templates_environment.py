"""The two Jinja2 environments: pages, where HTML is escaped, and letters, whose templates are Markdown."""

import os
from contextlib import suppress
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.template.defaultfilters import date as date_filter
from django.templatetags import static as addresses
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined
from markupsafe import Markup

from dreiklang.foundation import dates
from dreiklang.foundation.forms import plain_input, plain_select, plain_textarea
from dreiklang.foundation.marking import marked
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.text import escape_markdown


def of_pages(**options):
    env = _environment("pages", **{**options, "autoescape": True})
    env.globals["_"] = said
    return env


def said(text: str, **values) -> Markup:
    """What `_` prints on a page: the same as that of Jinja2, in a fifth of its time; a page says a hundred things."""
    text = gettext(text)
    if values or "%%" in text:
        return Markup(text) % values  # noqa: S704 – our own words; what is put into them is escaped
    return Markup(text)  # noqa: S704


def of_letters(**options):
    """What is printed into a letter is text, never Markdown: a guest whose name is a link must not write our mail."""
    return _environment("letters", **{**options, "autoescape": False, "finalize": _as_text})


def _as_text(value):
    return value if isinstance(value, Markup) else escape_markdown(str(value))


def quoted(text: str) -> Markup:
    """Somebody else's words in a letter, each line quoted: no blank line ends it and speaks as us."""
    return Markup("\n".join(f"> {escape_markdown(line)}" for line in text.splitlines()))  # noqa: S704 – Markdown


def _compiled(kind: str) -> FileSystemBytecodeCache | None:
    """Four hundred templates take two seconds to compile, at every start. What was compiled lies beside what is built,
    under the checksum of its source, for each of the two ways of escaping and each state of this file and of Jinja2, as
    long as the process may write there."""
    mark = sha256(Path(__file__).read_bytes() + version("jinja2").encode()).hexdigest()[:12]
    folder = settings.BUILD / "templates" / f"{kind}-{mark}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def _environment(kind: str, **options):
    """Templates find `url`, `static`, `_` and the date filters."""
    house = {"extensions": ["jinja2.ext.i18n"], "undefined": StrictUndefined, "trim_blocks": True}
    # Every template stays: Jinja2 would look for the one it drops next at each use, and drop one of our five hundred.
    house |= {"lstrip_blocks": True, "bytecode_cache": _compiled(kind), "cache_size": -1}
    env = Environment(**{**options, **house})  # noqa: S701 – decided by the two callers
    env.install_gettext_callables(gettext, ngettext, newstyle=True)
    env.globals.update(static=static, url=url, now=timezone.now, fresh_id=fresh_id, settings=settings, span=dates.span)
    env.globals.update(plain_input=plain_input, plain_select=plain_select, plain_textarea=plain_textarea)
    env.filters.update(
        day=dates.day, short_day=dates.short_day, weekday=dates.weekday,
        clock=dates.clock, moment=dates.moment, html=Markup, iso=iso,
        quoted=quoted, number=number, marked=marked, local=timezone.localtime,
        month=lambda at: date_filter(timezone.localtime(at), "M"),
    )  # fmt: skip
    return env


@cache
def static(path: str) -> str:
    """The address of a file of ours; what it is called cannot change while a process lives."""
    return addresses.static(path)


def url(name: str, *args, **kwargs) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def number(value: float, places: int = 0) -> str:
    """'9.104', or with so many decimal places '85,6', as the reader's language writes it."""
    return number_format(round(value, places), places, force_grouping=True)  # which alone only cuts off


def iso(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes")
