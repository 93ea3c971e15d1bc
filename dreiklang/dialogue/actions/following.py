"""Following, and what is read. Both are a person's own: nobody else sees them, and nothing of it is in the log."""

from uuid import UUID

from django.db import transaction

from dreiklang.dialogue.listing import unread
from dreiklang.dialogue.models import Follow, Mark, Room, Thread


@transaction.atomic
def follow(person, how: str, **what) -> None:
    """Hear of new posts of `what` (room=, thread= or field=) at once, in bundles or never. With an empty `how` she says
    nothing about it, and the next wider word counts."""
    if how:
        Follow.objects.update_or_create(person=person, **what, defaults={"how": how})
    else:
        Follow.objects.filter(person=person, **what).delete()


@transaction.atomic
def follow_all(person, wishes) -> None:
    """Many at once: (how, {"room": …}) each."""
    for how, what in wishes:
        follow(person, how, **what)


@transaction.atomic
def stop_bundles(person) -> None:
    """No bundle any more: what she followed in bundles she follows never."""
    Follow.objects.filter(person=person, how__in=Follow.IN_BUNDLES).update(how=Follow.NEVER)


def mark_read(person, thread: Thread, number: int) -> int:
    """She has seen the posts up to `number`. Returns up to where she had read before: 0 if she never was here.

    Only ever forward, so that an old tab does not bring back what is read. Most times there is nothing to write: then
    nothing is locked.
    """
    if not person.is_authenticated:
        return number
    before = Mark.objects.filter(person=person, thread=thread).values_list("number", flat=True).first()
    if before is None:
        _mark(person, {thread.pk: number})
    elif before < number:
        Mark.objects.filter(person=person, thread=thread, number__lt=number).update(number=number)
    return before or 0


@transaction.atomic
def mark_room_read(person, room: Room) -> int:
    """Everything that is new to her in this room counts as read. Returns how many threads that were."""
    Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    threads = unread(Thread.objects.visible_to(person).filter(room=room), person)
    sizes = dict(threads.order_by().values_list("pk", "size"))
    known = Mark.objects.filter(person=person, thread__in=list(sizes))
    moved = [Mark(pk=mark.pk, number=sizes[mark.thread_id]) for mark in known]
    Mark.objects.bulk_update(moved, ["number"], batch_size=200)
    _mark(person, {pk: size for pk, size in sizes.items() if pk not in {mark.thread_id for mark in known}})
    return len(sizes)


def _mark(person, sizes: dict[UUID, int]) -> None:
    marks = [Mark(person=person, thread_id=pk, number=size) for pk, size in sizes.items()]
    Mark.objects.bulk_create(marks, ignore_conflicts=True, batch_size=200)
