"""The only figure of the dialogue: how many questions had an answer within two working days. Of the house and its
rooms, never of a person, and only from five questions up."""

from datetime import datetime, timedelta
from typing import NamedTuple

from dreiklang.dialogue.models import Question, Room
from dreiklang.dialogue.steps import POOL_AFTER
from dreiklang.letters.quiet_hours import working_days_after

A_YEAR = timedelta(days=365)
LEAST = 5
_AT_LEAST, _AT_MOST = timedelta(hours=48), timedelta(days=14)  # what two working days take, whatever the holidays


class Share(NamedTuple):
    answered: int
    questions: int

    @property
    def percent(self) -> int:
        return round(100 * self.answered / self.questions)


def shares(person, now: datetime) -> tuple[Share | None, list[tuple[Room, Share]]]:
    """Of the whole house, and of the rooms that she reads; below five questions nothing. A question counts once its two
    working days are over."""
    house, rooms = [], {}
    for room, begun_at, answered_at in _past(now):
        until = begun_at + _AT_LEAST
        in_time = bool(answered_at) and (
            answered_at <= until or answered_at <= working_days_after(begun_at, POOL_AFTER)
        )
        house.append(in_time)
        rooms.setdefault(room, []).append(in_time)
    read = Room.objects.visible_to(person).in_order().filter(pk__in=rooms)
    said = [(room, _share(rooms[room.pk])) for room in read]
    return _share(house), [(room, share) for room, share in said if share]


def _past(now: datetime):
    asked = Question.objects.there().filter(routed_at__isnull=False, begun_at__range=(now - A_YEAR, now))
    asked = asked.exclude(closed_at__isnull=False, answered_at=None)
    for row in asked.values_list("room", "begun_at", "answered_at"):
        if row[1] < now - _AT_MOST or working_days_after(row[1], POOL_AFTER) <= now:
            yield row


def _share(answers: list[bool]) -> Share | None:
    return Share(sum(answers), len(answers)) if len(answers) >= LEAST else None
