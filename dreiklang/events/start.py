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
        mine = Registration.objects.active().of(person).values("seats", "state")
        states = {row["seats"]: row["state"] for row in mine}
        own = list(_own(person, states).select_related("seats"))
        found.append(
            {
                "title": _("Ihre Termine"),
                "template": "events/_own_dates.html",
                "events": own[:OWN],
                "more": len(own[OWN:]),
                "states": states,
            }
        )
        upcoming = upcoming.exclude(pk__in=[event.pk for event in own])
    else:
        upcoming = upcoming.filter(seats__open_to="public")
    events = list(upcoming.taking_place()[:4])
    found.append({
        "title": _("Was als Nächstes stattfindet") if person.is_authenticated else _("Offen für alle"),
        "template": "events/_next_dates.html", "events": events, "counts": Event.seat_counts(events),
    })  # fmt: skip
    return found


def _own(person, seats):
    """What she has a seat in, what is for her group, where she has a part. A block of hers stands for its parts."""
    blocks = Event.objects.filter(part_of=None, audience__memberships__person=person)
    hers = Q(seats__in=seats) | Q(audience__memberships__person=person) | Q(parts__person=person)
    of_a_block = Q(part_of__in=blocks.values("pk"))
    return Event.objects.visible_to(person).upcoming().filter(hers).exclude(of_a_block).distinct()
