"""Programmes, building blocks and runs as search engines read them: courses, with the dates that every visitor sees."""

from django.conf import settings
from django.utils import timezone

from dreiklang.events.linked_data import as_data, is_public, location
from dreiklang.foundation.linked_data import HOUSE, block
from dreiklang.training.models import BlockDate, BuildingBlock, Programme, Run


def of_programme(programme: Programme, blocks, dates):
    parts = [
        {"@type": "Course", "name": each.title, "description": each.summary, "url": settings.SITE_URL + each.path,
         "provider": HOUSE}
        for each in blocks
    ]  # fmt: skip
    return block(_course(programme, dates) | {"hasPart": parts})


def of_block(found: BuildingBlock, dates):
    more = {"teaches": list(found.competences), "isPartOf": _named(found.programme)}
    return block(_course(found, dates) | more)


def of_run(run: Run, dates, sessions):
    """The one instance of the course that this run is; None of a draft."""
    shown = [date for date in dates if is_public(date.event)]
    if run.is_draft or not shown:
        return block(None)
    events = [*(date.event for date in shown), *(session for session in sessions if is_public(session))]
    instance = {
        "@type": "CourseInstance", "name": run.title, "url": settings.SITE_URL + run.path, "inLanguage": "de",
        "courseMode": _mode([date.event for date in shown]), "subEvent": [as_data(event) for event in events],
        "startDate": _day(min(event.starts for event in events)), "endDate": _day(max(event.ends for event in events)),
    }  # fmt: skip
    return block(_course(run.programme, []) | {"hasCourseInstance": [instance | _schedule(instance)]})


def _course(thing: Programme | BuildingBlock, dates) -> dict:
    return {
        "@type": "Course", "name": thing.title, "description": thing.summary, "url": settings.SITE_URL + thing.path,
        "provider": HOUSE, "inLanguage": "de", "educationalCredentialAwarded": "Teilnahmebescheinigung",
        "hasCourseInstance": [_instance(date) for date in dates if is_public(date.event)],
    }  # fmt: skip


def _instance(date: BlockDate) -> dict:
    event = date.event
    instance = {
        "@type": "CourseInstance", "name": event.title, "url": settings.SITE_URL + event.path, "inLanguage": "de",
        "courseMode": _mode([event]), "startDate": _day(event.starts), "endDate": _day(event.ends),
        "location": location(event), "eventStatus": as_data(event)["eventStatus"],
    }  # fmt: skip
    return instance | _schedule(instance)


def _schedule(instance: dict) -> dict:
    days = {"startDate": instance["startDate"], "endDate": instance["endDate"]}
    return {"courseSchedule": {"@type": "Schedule", "repeatFrequency": "Daily"} | days}


def _named(programme: Programme) -> dict:
    return {"@type": "Course", "name": programme.title, "url": settings.SITE_URL + programme.path}


def _mode(events) -> str:
    on_site, online = any(event.place for event in events), any(event.link for event in events)
    return "Blended" if on_site and online else "Online" if online else "Onsite"


def _day(at) -> str:
    return timezone.localtime(at).date().isoformat()
