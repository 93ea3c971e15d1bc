from datetime import datetime, timedelta

from django.db.models import Q

from dreiklang.foundation.privacy import Rule
from dreiklang.seats.models import Answer, Registration, Seats

DAYS, LAPSED_DAYS = 90, 1


def _long_over(now):
    """Names and addresses of guests, and who came, some time after it took place; of what has no date, who has no
    place in it, some time after the call closed. The end is text with the offset of its season, so it is read and not
    compared as text."""
    said = ~Q(guest_name="") | ~Q(guest_email="") | ~Q(reason="")
    named = Registration.objects.filter(said | Q(person__isnull=False))
    ends = list(Seats.objects.filter(pk__in=named.values("seats")).values_list("pk", "entry__ends", "closes_at"))
    before = now - timedelta(days=DAYS)
    over = [pk for pk, end, _closes in ends if end and datetime.fromisoformat(end) <= before]
    closed = [pk for pk, end, closes in ends if not end and closes and closes <= before]
    return named.filter(Q(seats__in=over) | Q(seats__in=closed) & ~Q(state__in=Registration.ACTIVE))


def _answers(now):
    """What applicants answered, some time after the end; of what has no date, after the call closed."""
    seats = Seats.objects.filter(registrations__answers__isnull=False).values_list("pk", "entry__ends", "closes_at")
    ends = {pk: datetime.fromisoformat(end) if end else closed for pk, end, closed in seats.distinct()}
    before = now - timedelta(days=DAYS)
    return Answer.objects.filter(registration__seats__in=[pk for pk, end in ends.items() if end and end <= before])


def _never_answered(now):
    """Guests who never pressed the button; an offer that an applicant let lapse belongs to her application."""
    before = now - timedelta(days=LAPSED_DAYS)
    return Registration.objects.filter(state=Registration.LAPSED, number="", registered_at__lte=before)


RULES = [
    Rule(
        "Namen auf Plätzen vergangener Veranstaltungen", DAYS, _long_over,
        lambda due: due.update(guest_name="", guest_email="", person=None, reason=""),
    ),
    Rule("Antworten in Bewerbungen", DAYS, _answers, lambda due: due.delete()[0]),
    Rule("Nie bestätigte Anmeldungen", LAPSED_DAYS, _never_answered, lambda due: due.delete()[0]),
]  # fmt: skip
