from django.db import transaction

from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import forget_tokens_of


@transaction.atomic
def join(group: Group, person) -> Membership:
    forget_tokens_of(person)
    return Membership.objects.get_or_create(group=group, person=person)[0]


@transaction.atomic
def leave(group: Group, person) -> None:
    forget_tokens_of(person)
    Membership.objects.filter(group=group, person=person).delete()
