"""Dates as they are read and said in German (or in the reader's language), always in the house's time zone."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def day(moment: datetime) -> str:
    """'Freitag, 8. November 2024'"""
    return write(timezone.localtime(moment), "l, j. F Y" if get_language() == "de" else "l, j F Y")


def short_day(moment: date) -> str:
    """'8. November 2024', of a moment or a day"""
    return _short(timezone.localtime(moment).date() if isinstance(moment, datetime) else moment, get_language())


@lru_cache(maxsize=4096)
def _short(day: date, language: str | None) -> str:
    """Lists are full of days, and writing one costs more than all the rest of its line."""
    return write(day, "j. F Y" if language == "de" else "j F Y")


def weekday(moment: date) -> str:
    """'Fr., 8. November 2024', of a moment or a day"""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return write(local, "D., j. F Y" if get_language() == "de" else "D, j F Y")


def clock(moment: datetime) -> str:
    """'17:00'"""
    return timezone.localtime(moment).strftime("%H:%M")


def span(start: datetime, end: datetime) -> str:
    """'Freitag, 8. November 2024, 17:00 bis 19:00 Uhr', or with both days where they differ."""
    first, last = timezone.localtime(start), timezone.localtime(end)
    if first.date() == last.date():
        return _("%(day)s, %(start)s bis %(end)s Uhr") % {"day": day(start), "start": clock(start), "end": clock(end)}
    return _("%(first)s, %(start)s Uhr, bis %(last)s, %(end)s Uhr") % {
        "first": day(start), "start": clock(start), "last": day(end), "end": clock(end),
    }  # fmt: skip


def moment(at: datetime) -> str:
    """'8. November 2024, 17:00 Uhr'"""
    return _("%(day)s, %(time)s Uhr") % {"day": short_day(at), "time": clock(at)}
