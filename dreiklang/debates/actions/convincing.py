"""Which arguments convince, said by whoever reads them, told in whole fives and late.

The adversary reads along, keeps every number that she ever saw, presses herself and takes it back. A number is looked
at once, in the first hour of a day, and moves only when at least five people are new since it was told: so neither her
own press nor that of anybody whom she watches shows. It stays five below all who could have pressed, so that it never
says of a small group that all did. What is left over at the end is never told. Why so: decision 0017.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.debates import argument_index, secret
from dreiklang.debates.actions.theses import lock
from dreiklang.debates.cells import FEWEST
from dreiklang.debates.models import Argument, Conviction, Thesis
from dreiklang.debates.publishing import fives
from dreiklang.debates.rules import is_hers, may_argue
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.readers import MEMBERS, PUBLIC, holders

ENOUGH = FEWEST  # so many are new, or the number stays


@transaction.atomic
def convince(argument: Argument, is_so: bool, *, by) -> None:
    """It convinces her, or no longer; pressed twice at once, it counts once. Nobody is locked."""
    thesis = argument.thesis
    if thesis.is_over or not argument.stands or not may_argue(by, thesis):
        raise Refusal(_("Dazu kann gerade niemand mehr etwas sagen."))
    if is_hers(by, argument):
        raise Refusal(_("Das eigene Argument zählt nicht."))
    marks = marks_of(by, thesis, [argument.pk])
    if not is_so:
        Conviction.objects.filter(mark__in=marks).delete()
        return
    rows = [Conviction(argument=argument, mark=mark) for mark in marks]
    Conviction.objects.bulk_create(rows, ignore_conflicts=True)


def marks_of(person, thesis: Thesis, arguments) -> dict[UUID, int]:
    """Her mark of each of these -> the argument's id. None once the key was destroyed."""
    voter = secret.voter_id(thesis, person.pk) if person.is_authenticated else None
    return {secret.vote_id(voter, UUID(int=pk)): pk for pk in arguments} if voter else {}


def what_convinces(person, thesis: Thesis, arguments) -> set[int]:
    """Of these arguments' ids. One query."""
    marks = marks_of(person, thesis, arguments)
    found = Conviction.objects.filter(mark__in=marks) if marks else Conviction.objects.none()
    return set(found.values_list("argument", flat=True))


def tend() -> None:
    """The chore: every thesis once a day, and those that are over for the last time."""
    today = timezone.localdate()
    due = Thesis.objects.filter(key__isnull=False).filter(
        Q(counted_on__lt=today) | Q(counted_on=None) | Q(last_day__lt=today)
    )
    for thesis in due:
        count(thesis)


@transaction.atomic
def count(thesis: Thesis) -> None:
    """Once a day. What came without a name is found from now on. After the last day the key is destroyed with all
    marks, and what was told stands. Harmless when called twice."""
    thesis, today = lock(thesis.pk), timezone.localdate()
    if thesis.key is None or thesis.counted_on == today and not thesis.is_over:
        return
    most = max(0, _who_could(thesis) - FEWEST)
    of_thesis = Conviction.objects.filter(argument__thesis=thesis)
    counts = of_thesis.values("argument").annotate(all=Count("pk"), new=Count("pk", filter=Q(is_counted=False)))
    for row in counts.filter(new__gte=ENOUGH):
        Argument.objects.filter(pk=row["argument"]).update(convinced=fives(min(row["all"], most)))
        of_thesis.filter(argument=row["argument"]).update(is_counted=True)
    thesis.counted_on = today
    if thesis.is_over:
        of_thesis.delete()
        thesis.key = None
    thesis.save(update_fields=["counted_on", "key"])
    argument_index.keep(thesis)


def _who_could(thesis: Thesis) -> int:
    """All who read it and are members, without whoever wrote the argument."""
    people = holders(MEMBERS if thesis.readers == PUBLIC else thesis.readers)
    return people.filter(Q(is_member=True) | Q(is_team=True)).count() - 1
