from django.db import transaction

from dreiklang.groups.models import Group, Membership


@transaction.atomic
def join(group: Group, person) -> Membership:
    return Membership.objects.get_or_create(group=group, person=person)[0]


@transaction.atomic
def leave(group: Group, person) -> None:
    Membership.objects.filter(group=group, person=person).delete()
