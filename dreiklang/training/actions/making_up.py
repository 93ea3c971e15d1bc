from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.events.models import Event, Part
from dreiklang.foundation import calendars
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.actions.writing import write
from dreiklang.people.models import Person
from dreiklang.seats.actions.filling import lock
from dreiklang.seats.models import Seats
from dreiklang.training.equivalents import equivalents
from dreiklang.training.models import BlockDate, MakeUp
from dreiklang.training.progress import ledger_of
from dreiklang.training.standing import sitting_of


@transaction.atomic
def make_up(missed: Event, instead: Event, person) -> MakeUp:
    """She goes to the same session of another run: she may see it, and its trainers see her on their list."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two choices of hers come one after the other
    _lock_room(instead)
    mine = MakeUp.objects.select_related("instead").filter(person=person, missed=missed).first()
    if mine and mine.instead_id == instead.pk:
        return mine
    date = _date_of(missed, person)
    ledger = ledger_of([date] if date else [], [person])
    sitting = date and sitting_of(person, missed, ledger)
    if sitting and not sitting.can_be_made_up:
        raise Refusal(_("Nachholen lässt sich nur eine Sitzung, die Sie versäumt oder vorher abgesagt haben."))
    if date is None or instead not in equivalents([(date, missed)])[missed.pk]:
        raise Refusal(_("Diese Sitzung ist nicht mehr frei. Vielleicht passt ein anderer Termin."))
    if any(each.instead_id == instead.pk for each in ledger.instead.values() if each.missed_id != missed.pk):
        raise Refusal(_("Diese Sitzung besuchen Sie schon anstelle einer anderen; sie zählt einmal."))
    if mine:
        take_back(mine) if sitting.is_provided_for else _forget(mine)
    mine = MakeUp.objects.create(person=person, missed=missed, instead=instead)
    Part.objects.get_or_create(event=instead, person=person, role=Part.JOINER)
    _tell(mine, "joined", "REQUEST")
    return mine


@transaction.atomic
def take_back(made_up: MakeUp) -> None:
    """She does not go there after all; her own session counts again as it did. A second click changes nothing."""
    mine = MakeUp.objects.select_for_update(of=("self",)).select_related("instead", "person").filter(pk=made_up.pk)
    if (mine := mine.first()) is None:
        return
    if mine.instead.starts < timezone.now():
        raise Refusal(_("Diese Sitzung hat schon begonnen."))
    _forget(mine)
    if not mine.instead.is_cancelled:
        _tell(mine, "joined_no_more", "CANCEL")


def _lock_room(instead: Event) -> None:
    """Two who want the last place come one after the other."""
    event = Event.objects.select_for_update(of=("self",)).select_related("part_of").get(pk=instead.pk)
    if event.goes_by_seats:
        lock(Seats(pk=event.goes_by_seats))


def _date_of(missed: Event, person) -> BlockDate | None:
    """The block date of hers to which the session belongs."""
    hers = BlockDate.objects.of(person).select_related("event", "run")
    return hers.filter(event__in=[missed.pk, missed.part_of_id or missed.pk]).first()


def _forget(made_up: MakeUp) -> None:
    made_up.delete()
    if not MakeUp.objects.filter(person=made_up.person, instead=made_up.instead).exists():
        Part.objects.filter(event=made_up.instead, person=made_up.person, role=Part.JOINER).delete()


def _tell(made_up: MakeUp, letter: str, method: str) -> None:
    event, person = made_up.instead, made_up.person
    entry = calendars.entry(**event.entry_for_those_who_come(), cancelled=method == "CANCEL")
    calendar = calendars.invitation(method, entry, person.email)
    page = settings.SITE_URL + event.path
    mine = f"{settings.SITE_URL}/weiterbildung/meine/"
    write(
        person.email, f"letters/{letter}.txt",
        {"event": event, "missed": made_up.missed, "person": person, "page": page, "mine": mine},
        recipient=person.pk, language=person.language, calendar=calendar,
    )  # fmt: skip
