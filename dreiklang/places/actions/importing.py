import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from django.db import models, transaction
from gv100ad import MunicipalityType

from dreiklang.foundation.refusal import Refusal
from dreiklang.places import searchable
from dreiklang.places.models import District, Land, Municipality
from dreiklang.places.names import search_form
from dreiklang.places.register import DistrictEntry, MunicipalityEntry, Register, read_register

NEW, CHANGED, GONE = "new", "changed", "gone"
_KINDS = {
    MunicipalityType.KREISFREIE_STADT: Municipality.KREISFREI,
    MunicipalityType.STADTKREIS: Municipality.KREISFREI,
    MunicipalityType.STADT: Municipality.STADT,
    MunicipalityType.GROSSE_KREISSTADT: Municipality.STADT,
}


@dataclass
class Change:
    key: str
    name: str
    what: str  # NEW, CHANGED or GONE
    fields: dict = field(default_factory=dict)  # of a changed one: {"population": [before, after]}


@dataclass
class Imported:
    """What the register holds and what the import changed. Counts are of rows of Municipality, Landkreise included."""

    as_of: str  # ISO date of the register
    lands: int
    districts: int
    municipalities: int
    left_out: int  # uninhabited areas
    changes: list[Change]

    def count(self, what: str) -> int:
        return sum(change.what == what for change in self.changes)

    def as_data(self) -> dict:
        counts = {what: self.count(what) for what in (NEW, CHANGED, GONE)}
        unchanged = self.municipalities - counts[NEW] - counts[CHANGED]
        return asdict(self) | counts | {"unchanged": unchanged}


def import_municipalities(data: bytes, tell: Callable[[str], None] = lambda sentence: None) -> Imported:
    """Make the places say what the register (GV100AD, bytes) says. Harmless when repeated; nothing is ever deleted.

    A municipality of the register's Länder that it no longer names loses `is_current`. Invented Länder are not touched.
    Raises Refusal with a German sentence that names the line; then nothing has changed.
    """
    register = read_register(data, tell)
    with transaction.atomic():
        _refuse_invented_lands(register)
        _bring(Land, _lands(register), ["name", "as_of"])
        _bring(District, _districts(register), ["land_id", "name", "folded", "kind"])
        rows = [*_municipalities(register), *_landkreise(register)]
        tell(f"{len(rows)} Kommunen werden verglichen und gespeichert")
        changes = _bring(Municipality, rows, _FIELDS) + _retire({row.key for row in rows}, register)
        searchable.keep(register.lands)
    left_out = sum(entry.is_uninhabited for entry in register.municipalities.values())
    return Imported(
        register.as_of.isoformat(), len(register.lands), len(register.districts), len(rows), left_out, changes
    )


_FIELDS = ["name", "folded", "kind", "district_id", "population", "area", "is_current"]


def _refuse_invented_lands(register: Register) -> None:
    for land in Land.objects.filter(key__in=register.lands, is_fictional=True):
        line = register.lands[land.key].line
        raise Refusal(f"Zeile {line}: Den Schlüssel {land.key} trägt hier schon das erfundene Land „{land.name}“.")


def _lands(register: Register) -> list[Land]:
    return [Land(key=entry.key, name=entry.name, as_of=register.as_of) for entry in register.lands.values()]


def _districts(register: Register) -> list[District]:
    return [
        District(key=key, land_id=key[:2], name=entry.name, folded=search_form(entry.name), kind=entry.kind)
        for key, entry in register.districts.items()
    ]


def _municipalities(register: Register) -> list[Municipality]:
    entries = [entry for entry in register.municipalities.values() if not entry.is_uninhabited]
    names = _telling_names(entries)
    return [
        Municipality(
            key=entry.key,
            name=names[entry.key],
            folded=search_form(names[entry.key]),
            kind=_KINDS.get(entry.type, Municipality.GEMEINDE),
            district_id=entry.key[:5],
            population=entry.population,
            area=entry.hectares / 100,
        )
        for entry in entries
    ]


def _telling_names(entries: list[MunicipalityEntry]) -> dict[str, str]:
    """Names by key. Two of one name in one district get what tells them apart, so that no two labels are alike.

    The register of 2023 has two pairs: 'Garding, Stadt' and 'Garding, Kirchspiel' in Nordfriesland, and in
    Vorpommern-Greifswald two Neuenkirchen that differ only by their Amt.
    """
    short = Counter((entry.key[:5], entry.name) for entry in entries)
    full = Counter((entry.key[:5], entry.full_name) for entry in entries)
    names = {}
    for entry in entries:
        names[entry.key] = entry.name
        if short[entry.key[:5], entry.name] > 1:
            is_enough = full[entry.key[:5], entry.full_name] == 1
            names[entry.key] = entry.full_name if is_enough else f"{entry.name}, {entry.association or entry.key}"
    return names


def _landkreise(register: Register) -> list[Municipality]:
    """Each district that is not one town, as a place to work for. As officially, its area includes uninhabited ones."""
    population, hectares = defaultdict(int), defaultdict(int)
    for entry in register.municipalities.values():
        population[entry.key[:5]] += entry.population
        hectares[entry.key[:5]] += entry.hectares
    return [
        Municipality(
            key=f"{key}000",
            name=_landkreis_name(entry),
            folded=search_form(_landkreis_name(entry)),
            kind=Municipality.LANDKREIS,
            district_id=key,
            population=population[key],
            area=hectares[key] / 100,
        )
        for key, entry in register.districts.items()
        if entry.kind not in {"Kreisfreie Stadt", "Stadtkreis"}
    ]


def _landkreis_name(district: DistrictEntry) -> str:
    """'Stade' -> 'Landkreis Stade', but 'Rems-Murr-Kreis', 'Region Hannover' and 'Landkreis Rostock' say it already."""
    if re.search(r"kreis\b|^(städte)?region|^regionalverband", district.name, re.IGNORECASE):
        return district.name
    return f"{district.kind} {district.name}"


def _bring(model: type[models.Model], rows: list, fields: list[str]) -> list[Change]:
    """Write the rows that are new or differ in one of the fields. One query when nothing does."""
    before = {key: values for key, *values in model.objects.values_list("key", *fields)}
    changes, differing = [], []
    for row in rows:
        was, now = before.get(row.key), [getattr(row, name) for name in fields]
        if was == now:
            continue
        differing.append(row)
        moved = {name: [old, new] for name, old, new in zip(fields, was, now, strict=True) if old != new} if was else {}
        changes.append(Change(row.key, row.name, CHANGED if was else NEW, moved))
    model.objects.bulk_create(
        differing, batch_size=1000, update_conflicts=True, unique_fields=["key"],
        update_fields=[name.removesuffix("_id") for name in fields],
    )  # fmt: skip
    return changes


def _retire(named: set[str], register: Register) -> list[Change]:
    current = Municipality.objects.current().filter(district__land__in=register.lands)
    gone = [(key, name) for key, name in current.values_list("key", "name") if key not in named]
    for start in range(0, len(gone), 500):
        Municipality.objects.filter(key__in=[key for key, _name in gone[start : start + 500]]).update(is_current=False)
    return [Change(key, name, GONE) for key, name in gone]
