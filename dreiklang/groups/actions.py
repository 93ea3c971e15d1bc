from django.db import transaction

from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import forget_tokens_of
from dreiklang.letters.actions.writing import write


@transaction.atomic
def found(name: str, kind: str, *, by, public_id=None) -> Group:
    """A new group, still empty. Sent twice, the same one."""
    group, is_new = Group.objects.get_or_create(
        pk=public_id or fresh_id(), defaults={"name": name.strip(), "kind": kind}
    )
    if is_new:
        record(by, "group.founded", f"group:{group.pk}")
    return group


@transaction.atomic
def take_in(group: Group, person, *, by) -> Membership:
    """The team lets somebody belong: she reads from now on what the group reads, and hears so."""
    there = Membership.objects.filter(group=group, person=person).first()
    if there:
        return there
    membership = join(group, person)
    record(by, "group.joined", f"group:{group.pk}", person.pk)
    _tell(person, group, "letters/taken_in.txt")
    return membership


@transaction.atomic
def let_go(membership: Membership, *, by) -> None:
    group, person = membership.group, membership.person
    if Membership.objects.filter(pk=membership.pk).exists():
        leave(group, person)
        record(by, "group.left", f"group:{group.pk}", person.pk)
        _tell(person, group, "letters/let_go.txt")


def _tell(person, group: Group, letter: str) -> None:
    write(
        person.email, letter, {"person": person, "group": group}, recipient=person.pk, language=person.language,
        quietly=True,
    )  # fmt: skip


@transaction.atomic
def join(group: Group, person) -> Membership:
    forget_tokens_of(person)
    return Membership.objects.get_or_create(group=group, person=person)[0]


@transaction.atomic
def leave(group: Group, person) -> None:
    forget_tokens_of(person)
    Membership.objects.filter(group=group, person=person).delete()
