"""Who comes without a seat hears of changes too: the group it is for, who joins from elsewhere, who leads it."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from dreiklang.events.models import Event, Part
from dreiklang.events.models.meeting import expected_at
from dreiklang.foundation import calendars
from dreiklang.letters.actions.writing import write
from dreiklang.people.models import Person
from dreiklang.seats.models import Registration


def tell_of_change(event: Event, letter: str, method: str, told=frozenset(), **more) -> frozenset:
    """`letter` to everybody who comes or leads and has not been `told` (ids of people) by the block, nor is by the
    seats; the entry in their calendars moves (REQUEST) or goes (CANCEL). Returns the ids of all who know now."""
    by_seats = Registration.objects.to_be_told().filter(seats=event.seats_id, person__isnull=False)
    told |= frozenset(by_seats.values_list("person", flat=True)) if event.seats_id else frozenset()
    people = list(_concerned_by(event).exclude(pk__in=told))
    for person in people:
        entry = calendars.entry(**event.entry_for_those_who_come(), cancelled=method == "CANCEL")
        write(
            person.email, f"letters/{letter}.txt",
            {"event": event, "person": person, "page": settings.SITE_URL + event.path, **more},
            recipient=person.pk, language=person.language, calendar=calendars.invitation(method, entry, person.email),
        )  # fmt: skip
    return told | {person.pk for person in people}


def _concerned_by(event: Event):
    leading = Part.objects.filter(event__in=filter(None, (event.pk, event.part_of_id)), role=Part.TRAINER)
    return Person.objects.filter(Q(pk__in=expected_at(event).values("pk")) | Q(pk__in=leading.values("person")))


def tell_speakers(event: Event, letter: str) -> None:
    """Whoever has a link to her part hears of a new date or place, or that it does not take place."""
    for speaker in event.speakers.exclude(email="").exclude(link_key=None):
        link = settings.SITE_URL + reverse("speaker", args=[speaker.secret])
        write(
            speaker.email, f"letters/{letter}.txt", {"speaker": speaker, "event": event, "link": link},
            recipient=f"speaker:{speaker.pk}",
        )  # fmt: skip
