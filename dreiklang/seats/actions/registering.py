from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.seats.actions.filling import fill_free_seats, lock, seat
from dreiklang.seats.actions.telling import tell
from dreiklang.seats.models import HOLD, Registration, Seats

MOST_UNANSWERED, MOST_LETTERS = 5, 6  # of one address in 30 minutes; about one registration in an hour


@transaction.atomic
def register(seats: Seats, member, public_id: UUID | None = None) -> Registration:
    """A member takes a seat, or the next place in the line. Called twice it returns the same registration."""
    seats = lock(seats)
    if mine := seats.registrations.active().of(member).first():
        return mine
    registration = _enter(seats, public_id, person=member)
    tell(registration, "confirmed" if registration.has_seat else "waiting")
    return registration


@transaction.atomic
def register_guest(seats: Seats, name: str, email: str, public_id: UUID | None = None, language="de") -> Registration:
    """A visitor without account. Her seat is held for 30 minutes until she presses the button behind the mailed link.

    An address that is registered already gets its link once more, a few times an hour. The page says the same either
    way, so that nobody learns who comes; once registration is closed, everybody is refused alike.
    """
    seats = lock(seats)
    _require_open(seats)
    email = email.strip().lower()
    _require_answers(email)  # before looking, or the answer would tell whether the address is registered here
    registration = seats.registrations.active().filter(guest_email=email).first()
    if registration is None:
        registration = _enter(
            seats, public_id, guest_name=name.strip(), guest_email=email, language=language,
            held_until=timezone.now() + HOLD,
        )  # fmt: skip
    if Letter.objects.recently_about(registration.recipient).count() < MOST_LETTERS:
        tell(registration, "please_confirm" if registration.held_until else "your_link")
    return registration


def _require_answers(email: str) -> None:
    """Nobody holds seats all over the house, or has a stranger written to, without ever answering."""
    if Registration.objects.active().filter(guest_email=email, held_until__isnull=False).count() >= MOST_UNANSWERED:
        raise Refusal(
            _("Für diese Adresse warten schon fünf Anmeldungen auf Bestätigung. Bitte bestätigen Sie erst eine davon."),
            field="email",
        )


@transaction.atomic
def confirm_address(registration: Registration) -> Registration:
    """The guest pressed the button: what was held is hers, or her place in the line counts."""
    seats = lock(registration.seats)
    registration = Registration.objects.select_related("person").get(pk=registration.pk)
    registration.seats = seats
    if registration.is_active and registration.held_until is None:
        return registration
    if registration.state in {Registration.CANCELLED, Registration.REMOVED}:
        raise Refusal(_("Diese Anmeldung gilt nicht mehr. Bitte melden Sie sich noch einmal an."))
    if not registration.is_active:
        raise Refusal(_("Die 30 Minuten sind um, die Anmeldung ist verfallen. Bitte melden Sie sich noch einmal an."))
    if not seats.is_open:
        raise Refusal(_("Diese Veranstaltung ist abgesagt."))
    registration.held_until = None
    if registration.state == Registration.HELD:
        seat(registration, seats)
        tell(registration, "confirmed")
    else:
        registration.save(update_fields=["held_until"])
        tell(registration, "waiting")
    return registration


def _enter(seats: Seats, public_id: UUID | None, **who) -> Registration:
    """Under the lock: those who wait come first, then the newcomer gets a free seat or the end of the line."""
    _require_open(seats)
    fill_free_seats(seats)
    registration = Registration(id=public_id or fresh_id(), seats=seats, state=Registration.WAITING, **who)
    if Registration.objects.filter(pk=registration.pk).exists():  # the form of somebody else, or of another event
        registration.pk = fresh_id()
    registration.line = registration.next_line()
    is_free = seats.taken() < seats.capacity
    registration.save(force_insert=True)
    if is_free:
        seat(registration, seats)
    return registration


def _require_open(seats: Seats) -> None:
    if seats.by_application:
        raise Refusal(_("Um diese Plätze bewirbt man sich. Wie das geht, steht auf der Seite."))
    if not seats.takes_registrations():
        raise Refusal(_("Die Anmeldung ist geschlossen."))
