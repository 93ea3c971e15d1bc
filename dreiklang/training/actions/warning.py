from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dreiklang.events.models import Event
from dreiklang.letters.actions.writing import write
from dreiklang.training.models import BlockDate, EarlyWarning, Run
from dreiklang.training.progress import TICKED_WITHIN, ledger_of, progress
from dreiklang.training.standing import LOST, courses_of

_LOOKED_AT = TICKED_WITHIN + timedelta(days=7)  # after its end; a house that was asleep does not write about last year


def warn_all() -> int:
    """Whoever can no longer collect a block in her run hears it, once, with what she can do. Returns letters.

    For every night: it looks at all dates that are not long over, for announced absences may end it before it begins.
    """
    events = Event.objects.taking_place().filter(ends__gte=timezone.now() - _LOOKED_AT)
    dates = BlockDate.objects.filter(event__in=events, run__state=Run.PUBLISHED)
    return sum(map(_warn_of, dates.select_related("event", "block", "run__programme", "run__cohort")))


@transaction.atomic
def _warn_of(date: BlockDate) -> int:
    told = EarlyWarning.objects.filter(date=date).values("person")
    people = list(date.participants().exclude(pk__in=told))
    counted = progress([date], people, ledger_of([date], people))
    lost = [person for person in people if counted[date.pk, person.pk].is_out_of_reach]
    return sum(_warn(person, date) for person in lost)


def _warn(person, date: BlockDate) -> bool:
    """Not where she has the block already, or collects it in another run."""
    standings = [each for course in courses_of(person, date.run.programme) for each in course.standings]
    here = next((each for each in standings if each.block.pk == date.block_id), None)
    if here is None or here.state != LOST:
        return False
    _warning, is_new = EarlyWarning.objects.get_or_create(person=person, date=date)
    if not is_new:
        return False
    sittings = [sitting for taken in here.taken if taken.date.pk == date.pk for sitting in taken.sittings]
    write(
        person.email, "letters/out_of_reach.txt",
        {
            "person": person, "date": date, "block": date.block, "rule": date.run.programme.rule,
            "to_make_up": [sitting for sitting in sittings if sitting.offers],
            "mine": f"{settings.SITE_URL}/weiterbildung/meine/", "page": settings.SITE_URL + date.block.path,
        },
        recipient=person.pk, language=person.language, quietly=True,
    )  # fmt: skip
    return True
