"""What a group does together, as its page shows it."""

from django.db.models import Count, Exists, OuterRef, Q

from dreiklang.dialogue import listing
from dreiklang.dialogue.models import Room, Thread
from dreiklang.events.models import Event
from dreiklang.exchange.models import AgendaItem, DatePoll, Meeting, Minutes, SharedFile, Task
from dreiklang.exchange.rules import may_lead
from dreiklang.groups.models import Group

SHOWN = 5  # of each kind; the rest stands on a page of its own


def parts_of(group: Group, person, room: Room | None = None) -> dict:
    """The context of `exchange/_working.html`, for somebody who may work in the group. `room`: the one in which it
    talks, where that is known. A query for each kind of thing, eight at most."""
    threads = list(
        listing.with_marks(Thread.objects.visible_to(person), person)
        .filter(room__readers=group.token).select_related("room").order_by("-last_at")[:SHOWN]
    )  # fmt: skip
    room = threads[0].room if threads else room or room_of(group)
    return {
        "group": group, "may_lead": may_lead(person, group), "room": room, "threads": threads,
        "looks": listing.Looks(), "dates": dates_of(group)[:SHOWN], "polls": polls_of(group, person),
        "files": SharedFile.objects.filter(group=group)[: SHOWN + 1],
        "tasks": list(Task.objects.filter(group=group).open().select_related("who").in_order()[: 2 * SHOWN]),
        "agenda": list(AgendaItem.objects.filter(group=group).open()),
        "minutes": list(Minutes.objects.filter(group=group).select_related("group")[:SHOWN]),
    }  # fmt: skip


def room_of(group: Group) -> Room | None:
    """The first that only the group reads."""
    return Room.objects.filter(readers=group.token, is_archived=False, is_crisis=False).in_order().first()


def dates_of(group: Group):
    """Those to come that are for this group alone, in order, each with `is_ours`: called by the group itself."""
    return with_homes(Event.objects.exclude(state=Event.DRAFT).filter(readers=group.token).upcoming())


def with_homes(events):
    """Those that the group called itself have a page there; what the team made for it has one among all events."""
    return events.annotate(is_ours=Exists(Meeting.objects.filter(event=OuterRef("pk"))))


def polls_of(group: Group, person) -> list[DatePoll]:
    """Not yet settled, each with `answered`: to how many of its dates she has said something."""
    answered = Count("options__answers", filter=Q(options__answers__person=person))
    return list(DatePoll.objects.filter(group=group).lately().annotate(answered=answered))
