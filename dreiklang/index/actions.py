"""What the rooms call when something that can be found came, changed or went."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import Q

from dreiklang.index.models import Change, Row


@dataclass(frozen=True)
class Entry:
    """What a room tells of one of its objects. `readers` is the token that a person must hold to find it."""

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


BITE = 500  # objects a query
_SAID = [field.name for field in fields(Entry) if field.name not in {"kind", "object_id"}]


@transaction.atomic(savepoint=False)  # it belongs to what its caller changes, wholly
def put(*entries: Entry) -> None:
    """Make the objects findable as the entries say, in the transaction of what changed them. Harmless when repeated:
    only what changes something is written, and told to the hosts. As many queries for three entries as for one."""
    said = {(entry.kind, str(entry.object_id)): _said(entry) for entry in entries}  # of two for one object the last
    for bite in _bites(sorted(said)):
        there = {(row[0], row[1]): list(row[2:]) for row in _of(bite).values_list("kind", "object_id", *_SAID)}
        differing = [each for each in bite if there.get(each) != said[each]]
        if not differing:
            continue
        Row.objects.bulk_create(
            [_row(kind, object_id, said[kind, object_id]) for kind, object_id in differing], update_conflicts=True,
            unique_fields=["kind", "object_id"], update_fields=[*_SAID, "changed_at"],
        )  # fmt: skip
        _tell(differing)


@transaction.atomic(savepoint=False)
def remove(kind: str, *object_ids) -> None:
    """Make objects unfindable. Harmless where they were not findable."""
    for bite in _bites([(kind, str(object_id)) for object_id in object_ids]):
        rows = _of(bite)
        gone = list(rows.values_list("kind", "object_id"))
        if gone:
            rows.delete()
            _tell(gone)


def _bites(objects: list) -> Iterator[list]:
    return (objects[start : start + BITE] for start in range(0, len(objects), BITE))


def _of(objects: list[tuple[str, str]]):
    """Their rows. Asked by kind: an index knows the pairs, and no database a thousand of them in one condition."""
    asked = Q()
    for kind in {kind for kind, _object_id in objects}:
        asked |= Q(kind=kind, object_id__in=[object_id for other, object_id in objects if other == kind])
    return Row.objects.filter(asked)


def _said(entry: Entry) -> list:
    """The values of _SAID. PostgreSQL takes no NUL."""
    values = [getattr(entry, name) for name in _SAID]
    return [value.replace("\0", " ") if isinstance(value, str) else value for value in values]


def _row(kind: str, object_id: str, said: list) -> Row:
    return Row(kind=kind, object_id=object_id, **dict(zip(_SAID, said, strict=True)))


def _tell(objects: list[tuple[str, str]]) -> None:
    Change.objects.bulk_create(Change(kind=kind, object_id=object_id) for kind, object_id in objects)
