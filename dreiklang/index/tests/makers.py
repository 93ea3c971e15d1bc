from dreiklang.index.actions import Entry
from dreiklang.index.models import Change, Row


def an_entry(object_id="1", title="Mittagsrunde", **fields) -> Entry:
    defaults = {"kind": "thing", "readers": "public", "address": f"/dinge/{object_id}/"}
    return Entry(object_id=object_id, title=title, **defaults | fields)


def changes() -> list[tuple[str, str]]:
    """What the hosts are told, in order."""
    return list(Change.objects.order_by("pk").values_list("kind", "object_id"))


def row_of(kind: str, object_id) -> Row | None:
    return Row.objects.filter(kind=kind, object_id=str(object_id)).first()


def words_of(row: Row) -> str:
    return f"{row.title}\n{row.keywords}\n{row.text}"
