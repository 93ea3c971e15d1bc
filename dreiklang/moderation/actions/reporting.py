"""Somebody reports what is wrong. Who it was learns neither the author nor whoever decides."""

from django.db import IntegrityError, transaction

from dreiklang.moderation import log
from dreiklang.moderation.models import Case, Report
from dreiklang.moderation.things import Thing


@transaction.atomic
def report(thing: Thing, *, kind: str, words: str = "", by=None) -> Report:
    """One report of one person about one thing; the second is the first. Several people's go into one open case. `by`
    is None for whoever reports without an account: of two of these nobody can say whether they are one person's."""
    if by is None:
        return Report.objects.create(case=_open_case(thing), reporter=None, kind=kind, words=words.strip())
    if there := Report.objects.filter(case__target=thing.target, reporter=by.pk).first():
        return there
    case = _open_case(thing)
    report, _is_new = Report.objects.get_or_create(
        case=case, reporter=by.pk, defaults={"kind": kind, "words": words.strip()}
    )
    return report


def _open_case(thing: Thing) -> Case:
    wanted = {"target": thing.target, "state": Case.OPEN}
    try:
        with transaction.atomic():
            case, is_new = Case.objects.get_or_create(**wanted, defaults={"place": thing.place})
    except IntegrityError:
        case, is_new = Case.objects.get(**wanted), False
    if is_new:
        log.append(None, "case.opened", f"case:{case.pk}")
    return case
