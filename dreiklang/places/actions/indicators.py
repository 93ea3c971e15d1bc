"""A figure of many municipalities is imported: one file an indicator, all of it or nothing."""

import csv
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from dreiklang.foundation.refusal import Refusal
from dreiklang.places.models import Figure, Indicator, Municipality

HEAVIEST = 3.0


@transaction.atomic
def import_indicator(
    lines: Iterable[str], name: str, *, source: str, as_of: date, unit: str = "", weight: float = 0.5
) -> tuple[Indicator, int]:
    """`lines` of a table with the columns `ags` and `wert`, parted by semicolons; a Landkreis has its district key,
    with or without 000. Returns the indicator and how many municipalities it knows; what was known before is replaced.

    Refusal with a German sentence that names the line; then nothing has changed.
    """
    if not 0 < weight <= HEAVIEST:
        raise Refusal(f"Das Gewicht liegt über 0 und höchstens bei {HEAVIEST:g}.")
    values = _read(lines)
    indicator, _made = Indicator.objects.update_or_create(
        name=name, defaults={"unit": unit, "source": source, "as_of": as_of, "weight": weight}
    )
    indicator.figures.all().delete()
    ordered = sorted(values.values())
    Figure.objects.bulk_create(
        (
            Figure(indicator=indicator, municipality_id=key, value=value, quantile=_quantile(ordered, value))
            for key, value in values.items()
        ),
        batch_size=1000,
    )
    return indicator, len(values)


def _read(lines: Iterable[str]) -> dict[str, float]:
    known = set(Municipality.objects.current().values_list("key", flat=True))
    rows = csv.reader(lines, delimiter=";")
    head = [cell.strip().lower().removeprefix("\ufeff") for cell in next(rows, [])]
    if "ags" not in head or "wert" not in head:
        raise Refusal("Zeile 1: Die Spalten „ags“ und „wert“ fehlen; sie sind durch Semikolon getrennt.")
    found = {}
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(head):
            raise Refusal(f"Zeile {number}: {len(row)} Spalten statt {len(head)}.")
        cells = dict(zip(head, map(str.strip, row), strict=True))
        key = cells["ags"] + "000" if len(cells["ags"]) == 5 else cells["ags"]
        if key not in known:
            raise Refusal(f"Zeile {number}: Eine Kommune mit dem Schlüssel „{cells['ags'][:20]}“ gibt es hier nicht.")
        if key in found:
            raise Refusal(f"Zeile {number}: Der Schlüssel {key} steht zweimal in der Datei.")
        found[key] = _number(cells["wert"], number)
    if not found:
        raise Refusal("Die Datei enthält keine Zeile mit einem Wert.")
    return found


def _number(text: str, line: int) -> float:
    try:
        value = float(text.replace(".", "").replace(",", ".") if "," in text else text)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e12:  # also what is no number at all
        raise Refusal(f"Zeile {line}: „{text[:20]}“ ist keine Zahl. Möglich ist zum Beispiel 12,4.")
    return value


def _quantile(ordered: list[float], value: float) -> float:
    """Its place among all from 0 to 1; equal values share the middle of theirs."""
    if len(ordered) == 1:
        return 0.5
    return (bisect_left(ordered, value) + bisect_right(ordered, value) - 1) / 2 / (len(ordered) - 1)
