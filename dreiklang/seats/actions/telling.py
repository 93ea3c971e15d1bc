from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from dreiklang.foundation import calendars
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.letters.quiet_hours import next_working_moment
from dreiklang.seats.models import Registration, Seats

_WITH_ENTRY = {"confirmed": "REQUEST", "moved_up": "REQUEST", "moved": "REQUEST"}
_OUT_OF_CALENDAR = {"cancelled", "called_off", "removed"}


def tell(registration: Registration, letter: str, *, had_seat: bool = True, quietly: bool = False, **more) -> Letter:
    """Write one of this room's letters to whoever the registration belongs to, with the calendar entry that fits it."""
    seats = registration.seats
    calendar = None
    if letter in _WITH_ENTRY and seats.has_entry and registration.state == Registration.CONFIRMED:
        calendar = calendars.invitation(_WITH_ENTRY[letter], seats.calendar_entry(), registration.email)
    elif letter in _OUT_OF_CALENDAR and seats.has_entry and had_seat:
        calendar = calendars.invitation("CANCEL", seats.calendar_entry(cancelled=True), registration.email)
    return write(
        registration.email,
        f"letters/{letter}.txt",
        {
            "seats": seats,
            "registration": registration,
            "had_seat": had_seat,
            "page": settings.SITE_URL + seats.address,
            "link": settings.SITE_URL + reverse("registration", args=[registration.secret]),
            **more,
        },
        recipient=registration.recipient,
        language=registration.person.language if registration.person_id else registration.language,
        calendar=calendar,
        quietly=quietly and can_wait(seats),
    )


def can_wait(seats: Seats) -> bool:
    """Whether a letter that leaves in the next working hours still comes a day before it begins."""
    starts = seats.entry.get("starts")
    return not starts or next_working_moment(timezone.now()) + timedelta(days=1) < datetime.fromisoformat(starts)
