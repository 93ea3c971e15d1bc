from dreiklang.index.actions import remove
from dreiklang.index.models import Row

HEADING = "Suche"
_WHY, _WHO, _KEPT = "Gefunden werden, soweit freigegeben", "wer das Gefundene lesen darf", "solange es freigegeben ist"
COLUMNS = [
    *((f"index.Row.{name}", _WHY, _WHO, _KEPT) for name in (
        "id", "kind", "object_id", "part", "readers", "address", "title", "keywords", "text", "date", "land",
        "municipality_kind", "is_outdated", "changed_at",
    )),
    *((f"index.Change.{name}", "Abgleich des Suchverzeichnisses", "niemand", "7 Tage")
      for name in ("id", "kind", "object_id", "part", "at")),
]  # fmt: skip


def export(person) -> dict:
    """What of her can be found, as far as she is an entry herself."""
    rows = Row.objects.filter(object_id=str(person.pk)).order_by("kind", "part")
    return {"In der Suche": [_as_exported(row) for row in rows]}


def _as_exported(row: Row) -> dict:
    return {
        "Art": row.kind, "Adresse": row.address, "Titel": row.title, "Stichworte": row.keywords, "Text": row.text,
        "Datum": row.date.isoformat() if row.date else None, "Land": row.land, "Art der Kommune": row.municipality_kind,
    }  # fmt: skip


def erase(person) -> None:
    """The rooms take out their rows; what bears her number goes in any case."""
    for kind in Row.objects.filter(object_id=str(person.pk)).values_list("kind", flat=True).distinct():
        remove(kind, person.pk)
