"""A group's own room, opened with one click."""

from django.db import transaction

from dreiklang.dialogue.actions import rooms
from dreiklang.dialogue.models import Room
from dreiklang.exchange.working import room_of
from dreiklang.groups.models import Group

_KINDS = {Group.CIRCLE: Room.CIRCLE, Group.COHORT: Room.COHORT, Group.REGION: Room.REGION}


@transaction.atomic
def open_room(group: Group, *, by) -> Room:
    """Read and written by the group alone. Where there is one, that one."""
    group = Group.objects.select_for_update().get(pk=group.pk)
    return room_of(group) or rooms.open_room(
        title=group.name, kind=_KINDS.get(group.kind, Room.TOPIC), about=group.about, readers=group.token,
        writers=group.token, association_id=group.association_id, by=by,
    )  # fmt: skip
