"""What the rooms call when something that can be found came, changed or went."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import QuerySet

from dreiklang.index.models import Change, Key, Row


@dataclass(frozen=True)
class Entry:
    """What a room tells of one of its objects, or of one part of it. `readers` is the token that a person must hold to
    find it."""

    kind: str
    object_id: str
    readers: str
    address: str
    title: str
    keywords: str = ""
    text: str = ""
    date: datetime.date | None = None
    land: str = ""
    municipality_kind: str = ""
    is_outdated: bool = False
    part: int = 1


BITE = 500  # objects a query
_KEY = ("kind", "object_id", "part")
_SAID = [field.name for field in fields(Entry) if field.name not in _KEY]


@transaction.atomic(savepoint=False)  # it belongs to what its caller changes, wholly
def put(*entries: Entry) -> None:
    """Make the objects findable as the entries say, in the transaction of what changed them. Harmless when repeated:
    only what changes something is written, and told to the hosts. As many queries for three entries as for one."""
    said = {(entry.kind, str(entry.object_id), entry.part): _said(entry) for entry in entries}  # of two the last
    for bite in _bites(sorted(said)):
        there = {row[:3]: list(row[3:]) for row in Row.objects.of(bite).values_list(*_KEY, *_SAID)}
        differing = [each for each in bite if there.get(each) != said[each]]
        if not differing:
            continue
        Row.objects.bulk_create(
            [_row(key, said[key]) for key in differing], update_conflicts=True, unique_fields=_KEY,
            update_fields=[*_SAID, "changed_at"],
        )  # fmt: skip
        _tell(differing)


@transaction.atomic(savepoint=False)
def remove(kind: str, *object_ids) -> None:
    """Make objects unfindable, with all their parts. Harmless where they were not findable."""
    for bite in _bites([str(object_id) for object_id in object_ids]):
        _take_out(Row.objects.filter(kind=kind, object_id__in=bite))


def tell(kind: str, object_id) -> None:
    """Something of it changed that its row does not say, and that others keep."""
    _tell([(kind, str(object_id), 1)])


@transaction.atomic(savepoint=False)
def keep_only(kind: str, keys: set[tuple[str, int]]) -> None:
    """Of a kind, no other rows than those of these objects and parts."""
    rows = Row.objects.filter(kind=kind).values_list("pk", "object_id", "part")
    for bite in _bites([pk for pk, *key in rows if tuple(key) not in keys]):
        _take_out(Row.objects.filter(pk__in=bite))


def _take_out(rows: QuerySet) -> None:
    gone = list(rows.values_list(*_KEY))
    if gone:
        rows.delete()
        _tell(gone)


def number_of_parts(kind: str, object_id) -> int:
    """In how many parts it is kept now; none where it is not found."""
    return Row.objects.filter(kind=kind, object_id=str(object_id)).count()


def _bites(keys: list) -> Iterator[list]:
    return (keys[start : start + BITE] for start in range(0, len(keys), BITE))


def _said(entry: Entry) -> list:
    """The values of _SAID. PostgreSQL takes no NUL."""
    values = [getattr(entry, name) for name in _SAID]
    return [value.replace("\0", " ") if isinstance(value, str) else value for value in values]


def _row(key: Key, said: list) -> Row:
    return Row(**dict(zip((*_KEY, *_SAID), (*key, *said), strict=True)))


def _tell(keys: list[Key]) -> None:
    Change.objects.bulk_create(Change(**dict(zip(_KEY, key, strict=True))) for key in keys)
