"""The invented Land of the demo: musterland.csv beside this file, whose names no real municipality has."""

import csv
from collections import defaultdict
from pathlib import Path

from django.db import models, transaction

from dreiklang.places import searchable
from dreiklang.places.actions import outlining
from dreiklang.places.demo_outlines import draw_lattice
from dreiklang.places.models import Association, District, Land, Municipality
from dreiklang.places.names import search_form

LAND = "99"  # no register uses it
_FILE = Path(__file__).with_name("musterland.csv")
_ASSOCIATIONS = {"staedtetag": "Städtetag", "gemeindetag": "Gemeindetag", "landkreistag": "Landkreistag"}


@transaction.atomic
def furnish(tell=print) -> None:
    """Bring the Land, its districts, municipalities and associations. Repeatable; two rows of one name are meant so."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    places = [*_municipalities(rows), *_landkreise(rows)]
    _bring([Land(key=LAND, name="Musterland", is_fictional=True)], "name", "is_fictional")
    _bring(_districts(rows), "land", "name", "folded", "kind")
    _bring(places, "name", "folded", "kind", "district", "population", "area", "is_current")
    searchable.keep([LAND])
    keys = sorted({row["district"] for row in rows})
    outlining.keep(draw_lattice(keys), "Erfundene Umrisse des Musterlands")
    for slug, name in _ASSOCIATIONS.items():
        Association.objects.update_or_create(slug=slug, defaults={"name": f"{name} Musterland", "short": name})
    tell(f"Musterland: {len(places)} Kommunen in {len({row['district'] for row in rows})} Kreisen")


def _municipalities(rows: list[dict]) -> list[Municipality]:
    return [
        Municipality(
            key=row["key"], name=row["name"], folded=search_form(row["name"]), kind=row["kind"],
            district_id=row["district"], population=int(row["population"]), area=float(row["area"]),
        )
        for row in rows
    ]  # fmt: skip


def _landkreise(rows: list[dict]) -> list[Municipality]:
    """Each Landkreis as a place to work for, as the import makes them from a register."""
    population, area, names = defaultdict(int), defaultdict(float), {}
    for row in rows:
        population[row["district"]] += int(row["population"])
        area[row["district"]] += float(row["area"])
        if row["district_kind"] == "Landkreis":
            name = row["district_name"]
            names[row["district"]] = name if name.endswith("kreis") else f"Landkreis {name}"
    return [
        Municipality(
            key=f"{key}000", name=name, folded=search_form(name), kind=Municipality.LANDKREIS, district_id=key,
            population=population[key], area=round(area[key], 1),
        )
        for key, name in names.items()
    ]  # fmt: skip


def _districts(rows: list[dict]) -> list[District]:
    named = {row["district"]: (row["district_name"], row["district_kind"]) for row in rows}
    return [
        District(key=key, land_id=LAND, name=name, folded=search_form(name), kind=kind)
        for key, (name, kind) in named.items()
    ]


def _bring(rows: list[models.Model], *fields: str) -> None:
    type(rows[0]).objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=fields)
