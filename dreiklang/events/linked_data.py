"""An event as search engines read it: what every visitor may read, whoever asks for the page."""

from functools import lru_cache

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from dreiklang.events.models import Event, Speaker
from dreiklang.foundation.linked_data import HOUSE, block
from dreiklang.groups.readers import PUBLIC

_MODES = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}


def is_public(event: Event) -> bool:
    return event.readers == PUBLIC and not event.is_draft


def of_event(event: Event):
    """The element for the page of an event; empty where not everybody may read it."""
    return _of_event(event.pk, event.changed_at) if is_public(event) else block(None)


@lru_cache(maxsize=500)
def _of_event(pk, _changed_at):
    announced = Prefetch("speakers", Speaker.objects.announced())
    event = Event.objects.prefetch_related(announced).get(pk=pk)
    performers = [{"@type": "Person", "name": speaker.name} for speaker in event.speakers.all()]
    picture = settings.SITE_URL + event.picture_path if event.picture else ""
    return block(as_data(event) | {"image": picture, "performer": performers, "organizer": HOUSE})


def as_data(event: Event) -> dict:
    """Of a public event; without the link of an online room, and without a place that only those learn who come."""
    status = "EventCancelled" if event.is_cancelled else "EventScheduled"
    mode = _MODES.get((bool(event.place), bool(event.link)))
    return {
        "@type": "Event", "name": event.title, "description": event.summary, "url": settings.SITE_URL + event.path,
        "startDate": _moment(event.starts), "endDate": _moment(event.ends), "inLanguage": "de",
        "eventStatus": f"https://schema.org/{status}", "location": location(event),
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode" if mode else "",
    }  # fmt: skip


def location(event: Event) -> dict:
    page = settings.SITE_URL + event.path
    if event.link and not event.place:
        return {"@type": "VirtualLocation", "url": page}
    if event.place_for_registered or not event.place:
        return {"@type": "Place", "name": event.where}
    return {"@type": "Place", "name": event.place, "address": event.street or event.place}


def _moment(at) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes")
