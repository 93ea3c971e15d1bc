"""Calendar entries and feeds (RFC 5545, 5546, 7986).

The time zone block is ours: the one that the library can add lists single dates (RDATE), which ical.js, the parser of
many web calendars, reads as UTC+1 all year; with yearly rules it is right in March, July and December.
"""

import re
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

_BERLIN = b"""BEGIN:VTIMEZONE\r
TZID:Europe/Berlin\r
BEGIN:DAYLIGHT\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
TZNAME:CEST\r
DTSTART:19700329T020000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
TZNAME:CET\r
DTSTART:19701025T030000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
END:VTIMEZONE\r
"""


def entry(
    *, uid: str, title: str, starts: str | datetime, ends: str | datetime, place: str = "", url: str = "",
    description: str = "", sequence: int = 0, cancelled: bool = False,
) -> Event:  # fmt: skip
    """One VEVENT. `starts` and `ends` are aware moments or their ISO text; `sequence` grows when the date moves."""
    event = Event()
    event.add("uid", f"{uid}@{_host()}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", _local(starts))
    event.add("dtend", _local(ends))
    event.add("summary", _text(title))
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    for name, value in (("location", _text(place)), ("description", _text(description)), ("url", url)):
        if value:
            event.add(name, value)
    return event


def feed(name: str, events: list[Event]) -> str:
    """A calendar to subscribe to."""
    calendar = _calendar()
    for property_name in ("name", "x-wr-calname"):
        calendar.add(property_name, _text(" ".join(name.split())))
    calendar.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical().decode()


def invitation(method: str, event: Event, to: str) -> tuple[str, str]:
    """(method, text) for a letter: REQUEST puts or moves the entry, CANCEL takes it out. One attendee a mail."""
    organiser = vCalAddress(f"MAILTO:{settings.MAIL_FROM.split('<')[-1].rstrip('>')}")
    organiser.params["CN"] = vText(settings.SITE_NAME)
    attendee = vCalAddress(f"MAILTO:{to}")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    event = deepcopy(event)  # the next mail must not name the one before
    event.add("organizer", organiser)
    event.add("attendee", attendee)
    calendar = _calendar()
    calendar.add("method", method)
    calendar.add_component(event)
    return method, calendar.to_ical().decode()


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//DE")
    calendar.add("version", "2.0")
    calendar.add_component(_berlin())
    return calendar


@cache
def _berlin() -> Timezone:
    return Timezone.from_ical(_BERLIN)


def _local(at: str | datetime) -> datetime:
    return timezone.localtime(datetime.fromisoformat(at) if isinstance(at, str) else at)


def _text(value: str) -> vText:
    """Escaped, also where the library does not know a property's type; without the signs that RFC 5545 forbids."""
    return vText(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", value))


def _host() -> str:
    return settings.SITE_URL.split("://")[-1].split(":")[0]
