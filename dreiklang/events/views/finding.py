"""How every view of this room finds its event: through what the person may see."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from dreiklang.events.models import Event
from dreiklang.seats.models import Registration

_NOT_OF_A_BLOCK = [
    f"part_of__{name}"
    for name in ("html", "source", "folded", "programme", "access", "summary", "picture", "picture_alt", "kind",
                 "cancelled_because", "source_url", "is_demo", "sequence", "part_of")
]  # fmt: skip


def find(request, slug, *without) -> Event:
    """The event, `without` fields that the page does not ask for; of its block, what a link to it needs."""
    events = Event.objects.visible_to(request.user).select_related("seats", "part_of")
    return get_object_or_404(events.defer(*without, *_NOT_OF_A_BLOCK), slug=slug)


def registration_of(user, event):
    if not user.is_authenticated or event.seats is None:
        return None
    mine = event.seats.registrations.active().of(user).first()
    if mine:
        mine.seats, mine.person = event.seats, user
    return mine


def registration_in_block(user, event):
    """Hers in the block, for a part without seats of its own."""
    if not user.is_authenticated or event.seats_id or event.goes_by_seats is None:
        return None
    return Registration.objects.active().of(user).filter(seats=event.goes_by_seats).first()


def calendar_file(text: str, caching: str, name: str = "") -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = caching
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
