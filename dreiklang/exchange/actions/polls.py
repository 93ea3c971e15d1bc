"""Finding a date by asking: everybody says yes, maybe or no to each, and one click makes the best a date."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.events.models import Event
from dreiklang.exchange.actions.meetings import hold
from dreiklang.exchange.models import DateAnswer, DateOption, DatePoll
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Group
from dreiklang.groups.readers import holders
from dreiklang.letters.actions.writing import write

FEWEST, MOST = 2, 12


@transaction.atomic
def ask(
    group: Group, *, title: str, starts: Iterable[datetime], lasts: int, closes_on: date, about: str = "",
    place: str = "", public_id=None, by,
) -> DatePoll:  # fmt: skip
    """A poll; everybody else in the group is asked by letter. Sent twice, the same one."""
    if there := DatePoll.objects.filter(pk=public_id, group=group).first():
        return there
    moments = sorted(set(starts))
    if not FEWEST <= len(moments) <= MOST:
        raise Refusal(_("Bitte schlagen Sie zwei bis zwölf Termine vor."), field="starts_0")
    if moments[0] <= timezone.now():
        raise Refusal(_("Ein Vorschlag liegt in der Vergangenheit."), field="starts_0")
    if not timezone.localdate() <= closes_on <= timezone.localdate(moments[-1]):
        raise Refusal(_("Bitte wählen Sie einen Tag zwischen heute und dem letzten Vorschlag."), field="closes_on")
    poll = DatePoll.objects.create(
        pk=public_id or fresh_id(), group=group, title=title.strip(), about=about.strip(), place=place.strip(),
        lasts=lasts, closes_on=closes_on,
    )  # fmt: skip
    DateOption.objects.bulk_create([DateOption(poll=poll, starts=moment) for moment in moments])
    record(by, "poll.asked", f"group:{group.pk}", about=poll.pk)
    for person in holders(group.token).exclude(pk=by.pk):
        write(
            person.email, "letters/date_poll.txt", {"poll": poll, "person": person, "options": moments},
            recipient=person.pk, language=person.language, quietly=True,
        )  # fmt: skip
    return poll


@transaction.atomic
def answer(poll: DatePoll, person, answers: dict) -> None:
    """`answers`: {option id: yes, maybe or no}. What she says counts instead of what she said before."""
    poll = DatePoll.objects.select_for_update().get(pk=poll.pk)
    if not poll.is_open:
        raise Refusal(_("Diese Umfrage ist abgeschlossen."))
    known = set(poll.options.values_list("pk", flat=True))
    for option, said in answers.items():
        if option in known and said in dict(DateAnswer.ANSWERS):
            DateAnswer.objects.update_or_create(option_id=option, person=person, defaults={"answer": said})


@transaction.atomic
def settle(poll: DatePoll, option: DateOption, *, by) -> Event:
    """This date it is: an event of the group, to which all are invited. A second click finds the first."""
    poll = DatePoll.objects.select_for_update(of=("self",)).select_related("event", "group").get(pk=poll.pk)
    if poll.settled_on:
        if poll.event is None:
            raise Refusal(_("Diese Umfrage ist abgeschlossen."))
        return poll.event
    poll.event = hold(
        poll.group, title=poll.title, starts=option.starts, lasts=poll.lasts, place=poll.place, about=poll.about, by=by
    )
    poll.settled_on = timezone.localdate()
    poll.save(update_fields=["event", "settled_on"])
    record(by, "poll.settled", f"group:{poll.group_id}", about=poll.pk)
    return poll.event


@transaction.atomic
def give_up(poll: DatePoll, *, by) -> None:
    """No date comes of it; the answers go at once."""
    if DatePoll.objects.filter(pk=poll.pk, settled_on=None).delete()[0]:
        record(by, "poll.given_up", f"group:{poll.group_id}", reason=poll.title)
