from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue import searchable
from dreiklang.dialogue.models import Moderator, Room, Thread
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import slug

FACTS = (
    "title", "kind", "about", "order", "association", "readers", "writers", "stays_inside", "takes_protected",
    "kept_months", "needs_approval", "pause",
)  # fmt: skip


@transaction.atomic
def open_room(*, by, public_id=None, **facts) -> Room:
    """A new room. Sent twice, the same one."""
    if there := Room.objects.filter(pk=public_id).first():
        return there
    room = Room(pk=public_id or fresh_id(), slug=_free_slug(facts["title"]), **facts)
    room.save(force_insert=True)
    record(by, "room.opened", f"room:{room.pk}")
    return room


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
    for name, value in facts.items():
        setattr(room, name, value)
    room.save()
    threads = Thread.objects.filter(room=room)
    if room.readers != before:
        threads.filter(readers=before).update(readers=room.readers)
    if room.stays_inside:
        threads.update(stays_inside=True)
    for thread in threads:
        searchable.keep(thread)
    record(by, "room.changed", f"room:{room.pk}")
    return room


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
def name_moderator(room: Room, person, *, by) -> Moderator:
    moderator, is_new = Moderator.objects.get_or_create(room=room, person=person)
    if is_new:
        record(by, "room.moderator_named", f"room:{room.pk}", person.pk)
    return moderator


@transaction.atomic
def release_moderator(room: Room, person, *, by) -> None:
    if Moderator.objects.filter(room=room, person=person).delete()[0]:
        record(by, "room.moderator_released", f"room:{room.pk}", person.pk)
