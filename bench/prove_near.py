#!/usr/bin/env python3
"""Nearest municipalities in the official register: of twenty that differ, the five nearest with their distance, and how
long that takes; and all of them at once. Skips with a sentence where the register does not lie beside the project."""

import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from proof import ROOT, prove

REGISTER = ROOT.parent / "shared" / "data" / "geo" / "GV100AD_301123.txt"
ONE, ALL = 0.05, 30.0  # seconds
KEYS = [
    "08111000", "08335043", "08335063", "08118079", "08436009", "08337022", "08335000", "08222000", "09162000",
    "09772000", "11000000", "02000000", "05315000", "05978024", "06433012", "03241001", "13072039", "14612000",
    "01054113", "16063105",
]  # fmt: skip


def measure(_rounds: int) -> dict:
    from dreiklang.places.actions.importing import import_municipalities
    from dreiklang.places.models import Municipality
    from dreiklang.places.nearness import near, near_to_all

    import_municipalities(REGISTER.read_bytes())
    places = Municipality.objects.with_district().in_bulk(KEYS)
    near(next(iter(places.values())))
    figures, faults = {}, []
    for key in KEYS:
        if key not in places:
            continue
        found, spent = near(places[key]), median(_seconds(places[key]) for _time in range(5))
        said = [f"{each.municipality.label} {_number(each.distance)}" for each in found if each.is_near]
        figures[f"{places[key].label}, {places[key].population}"] = (
            f"{'; '.join(said) or 'niemand ist nah'} ({_ms(spent)})"
        )
        if spent > ONE:
            faults.append(f"{places[key].label}: {_ms(spent)} statt höchstens 50 ms")
    started = perf_counter()
    number = sum(1 for _each in near_to_all())
    spent = perf_counter() - started
    figures[f"alle {number}"] = f"{_number(spent)} s"
    if spent > ALL:
        faults.append(f"alle: {_number(spent)} s statt höchstens 30 s")
    return {"figures": figures, "faults": faults}


def _seconds(place) -> float:
    from dreiklang.places.nearness import near

    started = perf_counter()
    near(place)
    return perf_counter() - started


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


if __name__ == "__main__":
    if not Path(REGISTER).exists():
        sys.exit(print("Das amtliche Gemeindeverzeichnis liegt nicht neben dem Projekt (../shared/data/geo)."))
    prove("near", "Ähnliche Kommunen im amtlichen Gemeindeverzeichnis", measure, lambda result: result["figures"], 1)
