from datetime import datetime

from django.conf import settings
from django.template.defaultfilters import date as date_filter
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from dreiklang.foundation import dates
from dreiklang.foundation.models import fresh_id


def environment(**options):
    """The Jinja2 environment of all pages and letters. Templates find `url`, `static`, `_` and the date filters."""
    house = {
        "extensions": ["jinja2.ext.i18n"],
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    env = Environment(**{**options, **house})  # noqa: S701 – Django's options bring autoescape=True
    env.install_gettext_callables(gettext, ngettext, newstyle=True)
    env.globals.update(static=static, url=url, now=timezone.now, fresh_id=fresh_id, settings=settings, span=dates.span)
    env.filters.update(
        day=dates.day, short_day=dates.short_day, clock=dates.clock, moment=dates.moment, html=Markup, iso=iso,
        month=lambda at: date_filter(timezone.localtime(at), "M"), local=timezone.localtime,
    )  # fmt: skip
    return env


def url(name: str, *args, **kwargs) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def iso(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes")
