"""Things to find, of no room."""

import json

from dreiklang.index.actions import Entry, put
from dreiklang.index.asking import Answer, Asker, ask
from dreiklang.index.models import Change, Row
from dreiklang.index.queries import parse


def an_entry(object_id="1", title="Mittagsrunde", **fields) -> Entry:
    defaults = {"kind": "thing", "readers": "public", "address": f"/dinge/{object_id}/"}
    return Entry(object_id=str(object_id), title=title, **defaults | fields)


def findable(*titles: str, **fields) -> list[Entry]:
    """Entries with these titles, numbered from 1."""
    entries = [an_entry(number, title, **fields) for number, title in enumerate(titles, start=1)]
    put(*entries)
    return entries


def asked(typed: str, *tokens: str, land="", municipality_kind="", **how) -> Answer:
    return ask(parse(typed), Asker(list(tokens) or ["public"], land, municipality_kind), **how)


def ids(typed: str, *tokens: str, **how) -> list[str]:
    return [hit.row.object_id for hit in asked(typed, *tokens, **how).hits]


def a_row(object_id: str, title: str, **fields) -> Row:
    """A row as a transaction leaves it that nobody was told of: without a change."""
    return Row.objects.create(kind="thing", object_id=object_id, readers="public", address="/", title=title, **fields)


def answer_as_text(answer: Answer) -> str:
    return json.dumps({
        "hits": [(hit.row.kind, hit.row.object_id, round(hit.score, 6), hit.has_all) for hit in answer.hits],
        "total": answer.total, "with_all": answer.with_all, "facets": answer.facets, "corrected": answer.corrected,
    })  # fmt: skip


def changes() -> list[tuple[str, str]]:
    """What the hosts are told, in order."""
    return list(Change.objects.order_by("pk").values_list("kind", "object_id"))


def row_of(kind: str, object_id) -> Row | None:
    return Row.objects.filter(kind=kind, object_id=str(object_id)).first()


def words_of(row: Row) -> str:
    return f"{row.title}\n{row.keywords}\n{row.text}"
