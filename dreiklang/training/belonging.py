"""Whose run and whose block it is, asked from the person's side."""

from django.db.models import Q

from dreiklang.events.models import Part
from dreiklang.groups.readers import tokens_of
from dreiklang.seats.models import Registration
from dreiklang.training.models import BlockDate, Run


def dates_of(person):
    """The block dates at which she is expected: what events' `expected_at` says, for all of them in one query."""
    if not getattr(person, "is_authenticated", False):
        return BlockDate.objects.none()
    seats = Registration.objects.filter(person=person, state=Registration.CONFIRMED).values("seats")
    groups = [token for token in tokens_of(person) if token.startswith("group:")]
    joining = Part.objects.of(person).filter(role=Part.JOINER).values("event")
    in_its_block = Q(event__seats=None, event__part_of__seats__in=seats)
    no_seats = Q(event__seats=None) & (Q(event__part_of=None) | Q(event__part_of__seats=None))
    ids = [token.removeprefix("group:") for token in groups]
    for_her_group = Q(event__audience__in=ids) | Q(event__audience=None, event__part_of__audience__in=ids)
    no_group = Q(event__audience=None) & (Q(event__part_of=None) | Q(event__part_of__audience=None))
    reads = no_group & Q(event__readers__in=groups)
    return BlockDate.objects.filter(
        Q(event__seats__in=seats) | in_its_block | no_seats & (for_her_group | reads) | Q(event__in=joining)
    )


def runs_of(person):
    """The runs she belongs to: by their cohort, which stays when names on seats are long forgotten, or by a date."""
    if not getattr(person, "is_authenticated", False):
        return Run.objects.none()
    groups = [token.removeprefix("group:") for token in tokens_of(person) if token.startswith("group:")]
    return Run.objects.filter(Q(cohort__in=groups) | Q(pk__in=dates_of(person).order_by().values("run")))
