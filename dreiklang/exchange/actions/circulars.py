"""Circulars: written once to a segment, sent in bites; each recipient can decline the kind, signed in or by a link."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.exchange.actions.declining import decline_path, declines
from dreiklang.exchange.models import Circular, Declined, Unsent
from dreiklang.exchange.segments import Segment
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.people.models import Person

BITE = 100  # letters that are written in one go
_WEEK = timedelta(days=7)


def weigh(segment: Segment, by) -> int:
    """How many get it. Refused where a segment is so small that the number says who they are."""
    number = len(segment.people(by))
    if segment.group is None and number < Circular.FEWEST:
        raise Refusal(
            _("Das träfe weniger als fünf Personen; so wenige lassen sich erraten. Bitte fragen Sie nach weniger.")
        )
    if not number:
        raise Refusal(_("Niemand bekäme diesen Brief."))
    return number


def seen_as(subject: str, source: str, segment: Segment, by) -> str:
    """A word for what the sender saw before she confirmed: another text, another segment or another number are not."""
    said = "\0".join((subject, source, segment.said(), str(len(segment.people(by)))))
    return sha256(said.encode()).hexdigest()[:32]


@transaction.atomic
def send(subject: str, source: str, segment: Segment, *, public_id=None, by) -> Circular:
    """To everybody in the segment, as it is now. Sent twice, the same one. So many a week of one sender."""
    Person.objects.select_for_update().get(pk=by.pk)
    if there := Circular.objects.filter(pk=public_id).first():
        return there
    weigh(segment, by)
    if Circular.objects.filter(by=by, sent_at__gt=timezone.now() - _WEEK).count() >= Circular.A_WEEK:
        raise Refusal(_("Sie haben in den letzten sieben Tagen schon zwei Rundschreiben verschickt. Das Netzwerk liest "
                        "lieber wenige."))  # fmt: skip
    people = segment.people(by)
    circular = Circular.objects.create(
        pk=public_id or fresh_id(), subject=subject.strip(), source=source.strip(), html=to_html(source, top=3),
        segment=segment.as_data(), said=segment.said()[:500], group=segment.group, by=by, letters=len(people),
    )  # fmt: skip
    Unsent.objects.bulk_create([Unsent(circular=circular, person_id=pk) for pk in people], batch_size=500)
    record(by, "circular.sent", f"circular:{circular.pk}", reason=f"{circular.said}: {len(people)}")
    return circular


def write_due() -> int:
    """The chore: the next bite of letters. Returns how many were written."""
    return sum(_write(pk) for pk in list(Unsent.objects.order_by("pk").values_list("pk", flat=True)[:BITE]))


@transaction.atomic
def _write(pk: int) -> int:
    """Each for itself: one that fails stops no other. Whoever declined meanwhile, left or was locked out gets none."""
    unsent = (
        Unsent.objects.select_for_update(of=("self",)).select_related("circular__by", "circular__group", "person")
        .filter(pk=pk).first()
    )  # fmt: skip
    if unsent is None:
        return 0
    circular, person = unsent.circular, unsent.person
    unsent.delete()
    number = uuid5(circular.pk, f"circular {person.pk}")
    may_go = Person.objects.able().filter(pk=person.pk).exists() and not declines(person, Declined.CIRCULARS)
    if not may_go or Letter.objects.filter(pk=number).exists():
        return 0
    decline = settings.SITE_URL + decline_path(person, Declined.CIRCULARS)
    write(
        person.email, "letters/circular.txt", {"circular": circular, "person": person, "decline": decline},
        recipient=person.pk, language=person.language, quietly=True, public_id=number,
    )  # fmt: skip
    return 1
