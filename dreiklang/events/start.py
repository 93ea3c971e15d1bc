from django.db.models import Q
from django.utils.translation import gettext as _

from dreiklang.events.models import Event
from dreiklang.seats.models import Registration

OWN = 5  # so many of one's own dates stand on Heute


def cards(person) -> list[dict]:
    """What stands on Heute: my own dates, then what comes next. Each card names its template and what it shows."""
    upcoming = Event.objects.visible_to(person).upcoming().standing_alone().select_related("seats")
    found = []
    if person.is_authenticated:
        states = {one.seats_id: one.state for one in Registration.objects.hers_now(person)}
        hers = _own(person, states)
        own = list(hers.select_related("seats")[:OWN])
        ids = [event.pk for event in own] if len(own) < OWN else list(hers.values_list("pk", flat=True))
        found.append(
            {
                "title": _("Ihre Termine"),
                "template": "events/_own_dates.html",
                "events": own,
                "more": len(ids) - len(own),
                "states": states,
                "is_hers": True,
            }
        )
        upcoming = upcoming.exclude(pk__in=ids)
    else:
        upcoming = upcoming.filter(seats__open_to="public")
    events = _one_of_the_series(upcoming.taking_place()[:16])[:4]
    found.append({
        "title": _("Was als Nächstes stattfindet") if person.is_authenticated else _("Offen für alle"),
        "template": "events/_next_dates.html", "events": events, "counts": Event.seat_counts(events),
    })  # fmt: skip
    return found


def _one_of_the_series(events) -> list[Event]:
    """Of the lunch meetings, whose dates are made weeks ahead, the next one alone: other things need their place."""
    found = []
    for event in events:
        if event.kind != Event.LUNCH or all(one.kind != Event.LUNCH for one in found):
            found.append(event)
    return found


def _own(person, seats):
    """Her dates, and what she waits for or applied to. A block of hers stands for its parts."""
    of_her = Event.objects.of(person)
    hers = Q(seats__in=seats) | Q(pk__in=of_her.values("pk"))
    return Event.objects.visible_to(person).upcoming().filter(hers).exclude(part_of__in=of_her.values("pk"))
