"""What the rooms call when something that can be found came, changed or went."""

import datetime
from dataclasses import asdict, dataclass

from django.db import transaction

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


@transaction.atomic
def put(*entries: Entry) -> None:
    """Make the objects findable as the entries say, in the transaction of what changed them. Harmless when repeated."""
    for entry in entries:
        said = asdict(entry)
        row, is_new = Row.objects.get_or_create(
            kind=said.pop("kind"), object_id=str(said.pop("object_id")), defaults=_without_nul(said)
        )
        said = _without_nul(said)
        if not is_new:
            if all(getattr(row, name) == value for name, value in said.items()):
                continue
            for name, value in said.items():
                setattr(row, name, value)
            row.save()
        Change.objects.create(kind=row.kind, object_id=row.object_id)


@transaction.atomic
def remove(kind: str, *object_ids) -> None:
    """Make objects unfindable. Harmless where they were not findable."""
    rows = Row.objects.filter(kind=kind, object_id__in=[str(object_id) for object_id in object_ids])
    gone = list(rows.values_list("object_id", flat=True))
    if gone:
        rows.delete()
        Change.objects.bulk_create(Change(kind=kind, object_id=object_id) for object_id in gone)


def _without_nul(said: dict) -> dict:
    """PostgreSQL takes no NUL."""
    return {name: value.replace("\0", " ") if isinstance(value, str) else value for name, value in said.items()}
