from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue import searchable
from dreiklang.dialogue.models import Moderator, Room, Thread, forget_rooms_of
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import slug
from dreiklang.groups.actions import join, leave
from dreiklang.groups.models import Group
from dreiklang.groups.readers import holders, said

OWN_GROUP = "own"  # as `readers`: a new group with nobody in it yet, which the room alone has
_GROUP_OF = {Room.CIRCLE: Group.CIRCLE, Room.COHORT: Group.COHORT, Room.REGION: Group.REGION}


@transaction.atomic
def open_room(*, by, public_id=None, **facts) -> Room:
    """A new room. Sent twice, the same one."""
    if there := Room.objects.filter(pk=public_id).first():
        return there
    room = Room(pk=public_id or fresh_id(), slug=_free_slug(facts["title"]), **_with_group(facts))
    room.save(force_insert=True)
    record(by, "room.opened", f"room:{room.pk}")
    return room


def _with_group(facts: dict) -> dict:
    if facts.get("readers") != OWN_GROUP:
        return facts
    kind = _GROUP_OF.get(facts.get("kind"), Group.TOPIC_TEAM)
    group = Group.objects.create(name=facts["title"], kind=kind)
    return facts | {"readers": group.token, "writers": group.token}


def _free_slug(title: str) -> str:
    wish = name = slug(title, 50)
    number = 2
    while Room.objects.filter(slug=name).exists():
        name, number = f"{wish}-{number}", number + 1
    return name


@transaction.atomic
def change_room(room: Room, *, by, **facts) -> Room:
    """Say anew what a room is. Whoever reads the room reads its threads, except those among named people."""
    room = Room.objects.select_for_update().get(pk=room.pk)
    before = room.readers
    for name, value in _with_group(facts).items():
        setattr(room, name, value)
    room.save()
    threads = Thread.objects.filter(room=room)
    if room.readers != before:
        threads.filter(readers=before).update(readers=room.readers)
    if room.stays_inside:
        threads.update(stays_inside=True)
    for thread in threads:
        searchable.keep(thread)
    record(by, "room.changed", f"room:{room.pk}", reason=_moved(before, room.readers))
    return room


def _moved(before: str, after: str) -> str:
    if before == after:
        return ""
    return _("Bisher lasen: %(before)s. Jetzt lesen: %(after)s.") % {"before": said(before), "after": said(after)}


@transaction.atomic
def lock_room(room: Room, *, reason: str, by) -> Room:
    """At once nobody but its moderators reads or writes there."""
    if not reason.strip():
        raise Refusal(_("Bitte geben Sie einen Grund an. Er steht im Protokoll."), field="reason")
    room = Room.objects.select_for_update().get(pk=room.pk)
    if not room.is_locked:
        room.locked_at = timezone.now()
        room.save(update_fields=["locked_at"])
        record(by, "room.locked", f"room:{room.pk}", reason=reason.strip())
        _keep_findable(room)
    return room


@transaction.atomic
def unlock_room(room: Room, *, by) -> Room:
    room = Room.objects.select_for_update().get(pk=room.pk)
    if room.is_locked:
        room.locked_at = None
        room.save(update_fields=["locked_at"])
        record(by, "room.unlocked", f"room:{room.pk}")
        _keep_findable(room)
    return room


def _keep_findable(room: Room) -> None:
    for thread in room.threads.select_related("room"):
        searchable.keep(thread)


@transaction.atomic
def archive_room(room: Room, *, by) -> Room:
    """It is read and found as before; nobody writes there any more."""
    return _archive(room, True, "room.archived", by)


@transaction.atomic
def reopen_room(room: Room, *, by) -> Room:
    return _archive(room, False, "room.reopened", by)


def _archive(room: Room, is_archived: bool, act: str, by) -> Room:
    room = Room.objects.select_for_update().get(pk=room.pk)
    if room.is_archived != is_archived:
        room.is_archived = is_archived
        room.save(update_fields=["is_archived"])
        record(by, act, f"room:{room.pk}")
    return room


@transaction.atomic
def bring_in(room: Room, person, *, by) -> None:
    """She joins the group that reads this room."""
    group = _group_of(room)
    if not group.memberships.standing().filter(person=person).exists():
        join(group, person)
        forget_rooms_of(person)
        record(by, "room.member_brought_in", f"room:{room.pk}", person.pk)


@transaction.atomic
def take_out(room: Room, person, *, by) -> None:
    """She leaves the group, and with it the care of the room."""
    group = _group_of(room)
    if group.memberships.filter(person=person).exists():
        leave(group, person)
        Moderator.objects.filter(room=room, person=person).delete()
        forget_rooms_of(person)
        record(by, "room.member_taken_out", f"room:{room.pk}", person.pk)


def _group_of(room: Room) -> Group:
    """The group of the room that the team looks after by hand. Whoever belongs to a cohort is said by its seats."""
    group = Group.objects.filter(pk=room.readers.removeprefix("group:")).first() if room.is_a_groups else None
    if group is None or group.kind == Group.COHORT:
        raise Refusal(_("Wer diesen Raum liest, wird nicht hier bestimmt."))
    return group


@transaction.atomic
def name_moderator(room: Room, person, *, by) -> Moderator:
    """Refused for whoever does not read the room: to look after it she would have to."""
    if not holders(room.readers).filter(pk=person.pk).exists():
        raise Refusal(_("Nur wer den Raum liest, kann ihn betreuen."), field="who")
    moderator, is_new = Moderator.objects.get_or_create(room=room, person=person)
    if is_new:
        forget_rooms_of(person)
        record(by, "room.moderator_named", f"room:{room.pk}", person.pk)
    return moderator


@transaction.atomic
def release_moderator(room: Room, person, *, by) -> None:
    if Moderator.objects.filter(room=room, person=person).delete()[0]:
        forget_rooms_of(person)
        record(by, "room.moderator_released", f"room:{room.pk}", person.pk)
