"""Which threads of a room one looks at, and what in them is new to her."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from dreiklang.dialogue.house_rules import house_rules
from dreiklang.dialogue.models import Mark, Room, Thread
from dreiklang.foundation.dates import short_day
from dreiklang.foundation.text import spellings
from dreiklang.groups.readers import holds

LATELY = timedelta(days=60)  # what is older than that is nobody's backlog: it counts as read, opened or not
MOST = 500  # among so many of the newest threads it is counted what is new, however full a house is
MOST_WORDS = 6


def with_marks(threads: QuerySet, person) -> QuerySet:
    """Threads with `was_read`, the number of the last post that she has read: 0 where she never was."""
    if person is None or not person.is_authenticated:
        return threads.annotate(was_read=F("size"))
    marks = Mark.objects.filter(person=person, thread=OuterRef("pk")).values("number")[:1]
    return threads.annotate(was_read=Coalesce(Subquery(marks), Value(0)))


# What the page of a thread says of its reader, each asked by an index. Written out, for it stands on the most visited
# page of the house: as a queryset, making the words of this query took a quarter of the page's time.
_HERS = """
    SELECT
        (SELECT number FROM dialogue_mark WHERE person_id = %(person)s AND thread_id = %(thread)s),
        (SELECT how FROM dialogue_follow WHERE person_id = %(person)s AND thread_id = %(thread)s),
        EXISTS (SELECT 1 FROM dialogue_agreement WHERE person_id = %(person)s AND version >= %(rules)s),
        EXISTS (SELECT 1 FROM dialogue_trace WHERE thread_id = %(thread)s),
        EXISTS (SELECT 1 FROM dialogue_voice WHERE thread_id = %(thread)s),
        EXISTS (SELECT 1 FROM dialogue_attachment AS file JOIN dialogue_post AS post ON post.id = file.post_id
                WHERE post.thread_id = %(thread)s),
        (SELECT COUNT(*) FROM dialogue_asked WHERE thread_id = %(thread)s),
        (SELECT COUNT(*) FROM dialogue_asked WHERE thread_id = %(thread)s AND counts),
        EXISTS (SELECT 1 FROM dialogue_moderator WHERE person_id = %(person)s AND room_id = %(room)s)
"""


def add_hers(thread: Thread, person) -> None:
    """All that the page of the thread says of its reader: `was_read`, how she follows it, whether she moderates and
    agreed to the house rules; and of the thread, whether it has traces, voices and files, and how many were asked, of
    whom so many count. One query."""
    pk = Thread._meta.pk.get_db_prep_value
    given = {
        "thread": pk(thread.pk, connection), "room": pk(thread.room_id, connection),
        "person": pk(person.pk, connection) if person.is_authenticated else None,
        "rules": house_rules().version,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_HERS, given)
        read, how, agreed, traces, voices, files, in_all, that_count, looks_after = cursor.fetchone()
    thread.was_read = (read or 0) if person.is_authenticated else thread.size
    thread.how_followed, thread.has_agreed = how or "", bool(agreed)
    thread.has_traces, thread.has_voices, thread.has_files = bool(traces), bool(voices), bool(files)
    thread.asked_in_all, thread.asked_that_count = in_all, that_count
    thread.moderates = bool(looks_after) and holds(person, thread.room.readers)


def unread(threads: QuerySet, person) -> QuerySet:
    return with_marks(threads, person).filter(size__gt=F("was_read"), last_at__gt=timezone.now() - LATELY)


def newest(person) -> QuerySet:
    """The newest threads that she reads."""
    lately = Thread.objects.visible_to(person).filter(last_at__gt=timezone.now() - LATELY)
    return Thread.objects.filter(pk__in=lately.order_by("-last_at").values("pk")[:MOST])


def count_unread(person) -> dict:
    """Room id -> how many of its threads have something new for her."""
    threads = unread(newest(person), person)
    return dict(threads.order_by().values_list("room").annotate(Count("pk")))


class Line(NamedTuple):
    """A thread as a list says it, with the names of the model: thirty of them as objects cost a tenth of the page."""

    pk: UUID
    title: str
    kind: str
    size: int
    last_at: datetime
    is_pinned: bool
    accepted_id: UUID | None
    answered_at: datetime | None
    pooled_at: datetime | None
    closed_at: datetime | None
    room__title: str
    field__name: str | None
    was_read: int | None = None  # of threads with marks

    path = Thread.path
    at_post = Thread.at_post


class Looks:
    """What a list says of its threads; each word and each day is written once a page, however long the list."""

    def __init__(self):
        self.since = timezone.now() - LATELY
        self.kinds = {kind: str(label) for kind, label in Thread.KINDS}
        self.days, self.zone = {}, timezone.get_current_timezone()

    def is_new(self, thread: Thread) -> int:
        """Of a thread with marks: how many posts of it are new."""
        new = thread.size - thread.was_read
        return new if new > 0 and thread.last_at > self.since else 0

    def day(self, thread: Thread) -> str:
        day = thread.last_at.astimezone(self.zone).date()
        if day not in self.days:
            self.days[day] = short_day(day)
        return self.days[day]


def newest_of(rooms: list[Room], person, number: int = 3) -> dict:
    """Room id -> its newest threads, pinned ones on top. Each room is looked up by its index, however full the others
    are; two queries for all of them."""
    threads = Thread.objects.visible_to(person).filter(room=OuterRef("pk")).newest_first().values("pk")
    first = {f"thread_{at}": Subquery(threads[at : at + 1]) for at in range(number)}
    rows = Room.objects.filter(pk__in=[room.pk for room in rooms]).annotate(**first).values("pk", *first)
    wanted = {row["pk"]: [row[name] for name in first if row[name]] for row in rows}
    found = with_marks(Thread.objects.visible_to(person), person).in_bulk(
        [pk for threads in wanted.values() for pk in threads]
    )
    return {room: [found[pk] for pk in threads if pk in found] for room, threads in wanted.items()}


def narrowed(threads: QuerySet, person, *, words="", kind="", field=None, state="") -> QuerySet:
    """Threads with these words in the title, of this kind and field, and in this state: open, answered, solved or
    unread."""
    if kind:
        threads = threads.filter(kind=kind)
    if field:
        threads = threads.filter(field=field)
    for spelt in spellings(words, MOST_WORDS):
        threads = threads.filter(Q(*[("title__icontains", each) for each in spelt], _connector=Q.OR))
    if state == "open":
        threads = threads.filter(kind=Thread.QUESTION, answered_at=None, closed_at=None)
    elif state == "answered":
        threads = threads.filter(kind=Thread.QUESTION, answered_at__isnull=False, accepted=None)
    elif state == "solved":
        threads = threads.filter(accepted__isnull=False)
    return unread(threads, person) if state == "unread" else with_marks(threads, person)


@dataclass
class Leaf:
    """Thirty threads, and whether older ones follow. Without a count of all: nobody leafs through a hundred thousand,
    and counting costs more than showing."""

    number: int
    threads: list[Line]
    has_more: bool

    @classmethod
    def of(cls, threads: QuerySet, number: str | None) -> "Leaf":
        columns = Line._fields if "was_read" in threads.query.annotations else Line._fields[:-1]
        number = min(max(int(number), 1), _LAST_LEAF) if number and number.isascii() and number.isdecimal() else 1
        rows = threads.values_list(*columns)[(number - 1) * _A_LEAF : number * _A_LEAF + 1]
        found = [Line(*row) for row in rows]
        return cls(number, found[:_A_LEAF], len(found) > _A_LEAF)


_A_LEAF, _LAST_LEAF = 30, 1000
