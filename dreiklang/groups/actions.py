from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
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
def take_in(group: Group, person, *, by, role: str = Membership.MEMBER, until: date | None = None) -> Membership:
    """Whoever keeps the members lets somebody belong: she reads from now on what the group reads, and hears so."""
    there = Membership.objects.standing().filter(group=group, person=person).first()
    membership = join(group, person, role=role, until=until)
    if there and (there.role, there.until) == (membership.role, membership.until):
        return membership
    record(by, "group.joined", f"group:{group.pk}", person.pk)
    _tell(person, group, "letters/taken_in.txt", membership=membership)
    return membership


@transaction.atomic
def let_go(membership: Membership, *, by, reason: str = "") -> None:
    """She belongs to it no more, and hears so, with the sentence that whoever acts gives her."""
    group, person = membership.group, membership.person
    if Membership.objects.filter(pk=membership.pk).exists():
        leave(group, person)
        record(by, "group.left", f"group:{group.pk}", person.pk)
        _tell(person, group, "letters/let_go.txt", reason=reason.strip())


@transaction.atomic
def change_role(membership: Membership, role: str, *, until: date | None = None, by) -> Membership:
    """She speaks for the group, is a member as all are, or is its guest until a day. She hears what changed."""
    membership = Membership.objects.select_for_update().select_related("group", "person").get(pk=membership.pk)
    if (role == Membership.GUEST) != (until is not None) or until and until < timezone.localdate():
        raise Refusal(_("Bitte geben Sie an, bis zu welchem Tag jemand zu Gast ist."), field="until")
    if (membership.role, membership.until) == (role, until):
        return membership
    membership.role, membership.until = role, until
    membership.save(update_fields=["role", "until"])
    forget_tokens_of(membership.person)
    record(by, f"group.{role}", f"group:{membership.group_id}", membership.person_id)
    if membership.person_id != by.pk:
        _tell(membership.person, membership.group, "letters/other_role.txt", membership=membership)
    return membership


@transaction.atomic
def hand_over(group: Group, membership: Membership, *, by) -> None:
    """Whoever speaks for the group passes that on, and belongs to it like all the others."""
    change_role(membership, Membership.SPEAKER, by=by)
    if own := Membership.objects.speaking().filter(group=group, person=by).exclude(pk=membership.pk).first():
        change_role(own, Membership.MEMBER, by=by)


def _tell(person, group: Group, letter: str, **more) -> None:
    write(
        person.email, letter, {"person": person, "group": group, **more}, recipient=person.pk,
        language=person.language, quietly=True,
    )  # fmt: skip


@transaction.atomic
def join(group: Group, person, *, role: str = Membership.MEMBER, until: date | None = None) -> Membership:
    """She belongs to it, at least as `role`: nobody becomes less by joining again. A guest needs her last day `until`;
    who is one already stays until the later of the two."""
    if role != Membership.GUEST:
        until = None
    elif until is None or until < timezone.localdate():
        raise Refusal(_("Bitte geben Sie an, bis zu welchem Tag jemand zu Gast ist."), field="until")
    forget_tokens_of(person)
    there = Membership.objects.select_for_update().filter(group=group, person=person).first()
    if there is None:
        return Membership.objects.get_or_create(group=group, person=person, defaults={"role": role, "until": until})[0]
    if there.is_guest and role == Membership.GUEST:
        until = max(until, there.until)
    elif _RANKS.index(role) <= _RANKS.index(there.role):
        return there
    if (there.role, there.until) != (role, until):
        there.role, there.until = role, until
        there.save(update_fields=["role", "until"])
    return there


_RANKS = (Membership.GUEST, Membership.MEMBER, Membership.SPEAKER)


@transaction.atomic
def leave(group: Group, person) -> None:
    forget_tokens_of(person)
    Membership.objects.filter(group=group, person=person).delete()
