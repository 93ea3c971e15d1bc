"""Events that can be found: by whoever may read them, with what their page tells everybody."""

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dreiklang.events.models import Event
from dreiklang.index.actions import Entry, put, remove
from dreiklang.index.kinds import Kind

EVENT = "event"


def keep(event: Event) -> None:
    """Findable as it is now; a draft is not."""
    if event.state == Event.DRAFT:
        remove(EVENT, event.pk)
    else:
        put(_entry(event))


@override(settings.LANGUAGE_CODE)  # whoever saves it: the kind is a word of the house
def _entry(event: Event) -> Entry:
    speakers = [speaker.announcement for speaker in event.speakers.all() if speaker.is_announced]
    place = "" if event.place_for_registered else ", ".join(filter(None, (event.place, event.street)))
    return Entry(
        EVENT, str(event.pk), event.readers, event.path, event.title,
        keywords="\n".join([event.summary, event.get_kind_display(), *speakers, place]),
        text="\n".join([event.source, event.programme, event.access]),
        date=localdate(event.starts),
    )  # fmt: skip


def _entries():
    events = Event.objects.exclude(state=Event.DRAFT).prefetch_related("speakers").order_by("pk")
    return (_entry(event) for event in events.iterator(chunk_size=500))


def _readable(ids: list[str], person) -> set[str]:
    visible = Event.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True)
    return {str(pk) for pk in visible}


KINDS = [Kind(EVENT, _("Veranstaltungen"), _("Veranstaltung"), _entries, _readable)]
