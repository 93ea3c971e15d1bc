"""Who belongs to a circle: it describes itself, takes in who asks, asks whom it wants, and lets go."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.dialogue.actions import rooms
from dreiklang.dialogue.models import Room
from dreiklang.exchange.models import Coming, DateAnswer, Reply, Task, Wish
from dreiklang.exchange.working import room_of
from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups import actions as groups
from dreiklang.groups.models import Group, Membership
from dreiklang.letters.actions.writing import write
from dreiklang.people.actions import inviting
from dreiklang.people.models import Person

_KINDS = {Group.CIRCLE: Room.CIRCLE, Group.COHORT: Room.COHORT, Group.REGION: Room.REGION}


@transaction.atomic
def open_room(group: Group, *, by) -> Room:
    """Read and written by the group alone. Where there is one, that one."""
    group = Group.objects.select_for_update().get(pk=group.pk)
    return room_of(group) or rooms.open_room(
        title=group.name, kind=_KINDS.get(group.kind, Room.TOPIC), about=group.about, readers=group.token,
        writers=group.token, association_id=group.association_id, by=by,
    )  # fmt: skip


@transaction.atomic
def describe(group: Group, *, by, **facts) -> Group:
    """What it is about, how one comes in, its video room, its association."""
    group = Group.objects.select_for_update().get(pk=group.pk)
    for name, value in facts.items():
        setattr(group, name, value)
    group.save(update_fields=list(facts))
    record(by, "group.described", f"group:{group.pk}", reason=group.get_joining_display())
    return group


@transaction.atomic
def ask_in(group: Group, person, words: str = "") -> Membership | Wish:
    """Into an open one at once; elsewhere whoever speaks for it decides, or the team where nobody does."""
    if there := Membership.objects.standing().filter(group=group, person=person).first():
        return there
    if group.joining == Group.OPEN:
        Coming.objects.filter(group=group, email=person.email).delete()
        return groups.join(group, person)
    if group.joining != Group.ON_REQUEST:
        raise Refusal(_("Zu dieser Gruppe wird eingeladen."))
    wish, is_new = Wish.objects.get_or_create(group=group, person=person, defaults={"words": words.strip()[:500]})
    if is_new:
        for keeper in _keepers(group):
            _tell(keeper, "wishes_to_belong", group=group, wish=wish)
    return wish


@transaction.atomic
def decide(wish: Wish, accepts: bool, *, reason: str = "", by) -> None:
    """A yes takes her in; a no is told with its sentence. Decided twice is decided once."""
    wish = Wish.objects.select_for_update(of=("self",)).select_related("group", "person").filter(pk=wish.pk).first()
    if wish is None:
        return
    if not accepts and not reason.strip():
        raise Refusal(_("Bitte sagen Sie in einem Satz, warum. Die Person liest ihn."), field="reason")
    wish.delete()
    if accepts:
        groups.take_in(wish.group, wish.person, by=by)
    else:
        record(by, "group.wish_declined", f"group:{wish.group_id}", wish.person_id)
        _tell(wish.person, "wish_declined", group=wish.group, reason=reason.strip())


@transaction.atomic
def withdraw_wish(group: Group, person) -> None:
    Wish.objects.filter(group=group, person=person).delete()


@transaction.atomic
def go(group: Group, person) -> None:
    """She leaves. Whoever alone speaks for others hands that over first."""
    speaking = set(Membership.objects.speaking().filter(group=group).values_list("person", flat=True))
    others = Membership.objects.standing().filter(group=group).exclude(person=person)
    if speaking == {person.pk} and others.exists():
        raise Refusal(_("Sie sprechen allein für diese Gruppe. Bitte übergeben Sie das zuerst an jemand anderen."))
    groups.leave(group, person)
    _clear(group, person)


@transaction.atomic
def take_out(membership: Membership, *, reason: str, by) -> None:
    """She belongs to it no more, and reads the sentence why."""
    if not reason.strip():
        raise Refusal(_("Bitte sagen Sie in einem Satz, warum. Die Person liest ihn."), field="reason")
    groups.let_go(membership, by=by, reason=reason)
    _clear(membership.group, membership.person)


def _clear(group: Group, person) -> None:
    """What she said about dates to come goes with her, and what she had still to do somebody else can take on."""
    Reply.objects.filter(meeting__group=group, person=person).delete()
    DateAnswer.objects.filter(option__poll__group=group, person=person).delete()
    Task.objects.filter(group=group, who=person, done_on=None).update(who=None)


@transaction.atomic
def want(group: Group, entries: Sequence[tuple[str, str]], *, by) -> int:
    """Whom the group wants, as (address, name). Who belongs to it already or is asked already is left out. Returns how
    many are asked."""
    Group.objects.select_for_update().get(pk=group.pk)
    emails = [email.strip().lower() for email, _name in entries]
    accounts = {person.email: person for person in Person.objects.able().filter(email__in=emails, is_member=True)}
    there = set(
        Membership.objects.standing().filter(group=group, person__email__in=emails)
        .values_list("person__email", flat=True)
    ) | set(Coming.objects.filter(group=group, email__in=emails).values_list("email", flat=True))  # fmt: skip
    strangers, asked = 0, 0
    for email, (_email, name) in zip(emails, entries, strict=True):
        if email in there:
            continue
        there.add(email)
        asked += 1
        Coming.objects.create(group=group, email=email, name=name.strip(), is_asked=email in accounts)
        if email in accounts:
            _tell(accounts[email], "wanted_in_group", group=group, by=by)
        else:
            strangers += 1
    if asked:
        record(by, "group.wants", f"group:{group.pk}", reason=str(asked))
    if strangers:
        for member in Person.objects.team():
            _tell(member, "strangers_wanted", group=group, by=by)
    return asked


@transaction.atomic
def answer(coming: Coming, person, accepts: bool) -> None:
    """She was asked into a group, and says yes or no; of a no nobody is told."""
    coming = Coming.objects.select_for_update(of=("self",)).select_related("group").filter(pk=coming.pk).first()
    if coming is None or coming.email != person.email:
        return
    coming.delete()
    if accepts:
        groups.join(coming.group, person)


@transaction.atomic
def invite_stranger(coming: Coming, *, by) -> None:
    """The team invites somebody into the house whom a group wants."""
    coming = Coming.objects.select_for_update().get(pk=coming.pk)
    if coming.is_invited:
        return
    coming.is_invited = True
    coming.save(update_fields=["is_invited"])
    if not Person.objects.filter(email=coming.email).exists():
        inviting.invite(coming.email, coming.name, by=by)


@transaction.atomic
def drop(coming: Coming, *, by) -> None:
    if Coming.objects.filter(pk=coming.pk).delete()[0]:
        record(by, "group.wants_no_more", f"group:{coming.group_id}")


def ask_who_came() -> int:
    """The chore: whoever was wanted before she had an account is asked now that she has one. Returns how many."""
    accounts = Person.objects.able().filter(is_member=True).values("email")
    waiting = Coming.objects.filter(is_asked=False, email__in=accounts).values_list("pk", flat=True)
    return sum(_ask(pk) for pk in list(waiting))


@transaction.atomic
def _ask(pk) -> int:
    waiting = Coming.objects.select_for_update(of=("self",)).select_related("group").filter(is_asked=False)
    coming = waiting.filter(pk=pk).first()
    person = coming and Person.objects.able().filter(email=coming.email, is_member=True).first()
    if not person:
        return 0
    coming.is_asked = True
    coming.save(update_fields=["is_asked"])
    _tell(person, "wanted_in_group", group=coming.group, by=None)
    return 1


def _keepers(group: Group):
    speaking = Membership.objects.speaking().filter(group=group).values("person")
    return list(Person.objects.able().filter(pk__in=speaking)) or list(Person.objects.team())


def _tell(person, letter: str, **context) -> None:
    write(
        person.email, f"letters/{letter}.txt", {"person": person, **context}, recipient=person.pk,
        language=person.language, quietly=True,
    )  # fmt: skip
