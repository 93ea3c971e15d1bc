"""Outlines of districts out of a GeoJSON or TopoJSON file, on one coarse grid: neighbours share their corners before
and after, so no gap opens between them, and a Land weighs some kilobytes."""

import json
import re
from collections import defaultdict
from math import cos, radians
from typing import NamedTuple

from dreiklang.foundation.refusal import Refusal

METRES = 400  # a unit of the grid
_MIDDLE, _NORTH = 51.2, 56.0  # of Germany, in degrees of latitude
_PER_DEGREE = 111_200  # metres
_KEYS = ("ags", "AGS", "AGS_0", "ars", "ARS", "krs", "id", "key")
_NOT_ONE = "Die Datei ist weder GeoJSON noch TopoJSON mit Flächen von Kreisen."

Ring = list[tuple[int, int]]


class Drawn(NamedTuple):
    shape: str
    left: int
    top: int
    right: int
    bottom: int


def read(text: str) -> dict[str, Drawn]:
    """Key of five digits -> its drawing. Several areas of one key are one district. Refusal with a German sentence."""
    try:
        data = json.loads(text)
        areas = _of_topology(data) if data.get("type") == "Topology" else _of_features(data)
        rings = defaultdict(list)
        for key, polygon in areas:
            rings[key] += [[_on_grid(*point[:2]) for point in ring] for ring in polygon]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise Refusal(_NOT_ONE)
    drawn = {key: draw(each) for key, each in rings.items()}
    if not any(drawn.values()):
        raise Refusal(_NOT_ONE)
    return {key: drawing for key, drawing in drawn.items() if drawing}


def draw(rings: list[Ring]) -> Drawn | None:
    """As one path; None where nothing is left at this coarseness."""
    rings = [ring for ring in map(_without_needless, rings) if len(ring) > 2]
    if not rings:
        return None
    points = [point for ring in rings for point in ring]
    xs, ys = zip(*points, strict=True)
    return Drawn("".join(map(_path, rings)), min(xs), min(ys), max(xs), max(ys))


def _of_features(data: dict):
    for feature in data["features"]:
        yield from _polygons(feature, lambda coordinates: coordinates)


def _of_topology(data: dict):
    arcs = [_unpacked(arc, data.get("transform")) for arc in data["arcs"]]

    def ring(numbers: list[int]) -> list:
        joined = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            joined += arc[1:] if joined else arc
        return joined

    for collection in data["objects"].values():
        for geometry in collection.get("geometries", [collection]):
            feature = {"geometry": geometry, "properties": geometry.get("properties"), "id": geometry.get("id")}
            yield from _polygons(feature, ring)


def _polygons(feature: dict, ring):
    """(key, its rings) of each polygon of a feature that has the key of a district; anything else is passed over."""
    key = _key(feature)
    geometry = feature["geometry"]
    if key is None or not geometry or geometry["type"] not in {"Polygon", "MultiPolygon"}:
        return
    said = geometry.get("arcs") or geometry["coordinates"]
    for polygon in said if geometry["type"] == "MultiPolygon" else [said]:
        yield key, [ring(each) for each in polygon]


def _key(feature: dict) -> str | None:
    properties = feature.get("properties") or {}
    found = (str(properties.get(name) or "") for name in _KEYS)
    return next((key for key in (*found, str(feature.get("id") or "")) if re.fullmatch(r"\d{5}", key)), None)


def _unpacked(arc: list, transform: dict | None) -> list:
    """TopoJSON says each point as the step from the one before it."""
    if not transform:
        return arc
    x, y, points = 0, 0, []
    for right, up in arc:
        x, y = x + right, y + up
        points.append([x * transform["scale"][0] + transform["translate"][0],
                       y * transform["scale"][1] + transform["translate"][1]])  # fmt: skip
    return points


def _on_grid(x: float, y: float) -> tuple[int, int]:
    """Degrees, or metres of UTM as the Länder give them out; north is up."""
    if abs(x) <= 180 and abs(y) <= 90:
        x, y = x * _PER_DEGREE * cos(radians(_MIDDLE)), (y - _NORTH) * _PER_DEGREE
    return round(x / METRES), round(-y / METRES)


def _without_needless(ring: Ring) -> Ring:
    """Neither points that fell together nor those on the straight line between two others."""
    points = [point for point, before in zip(ring, [None, *ring], strict=False) if point != before]
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    kept: Ring = []
    for number, point in enumerate(points):
        (ax, ay), (bx, by), (cx, cy) = points[number - 1], point, points[(number + 1) % len(points)]
        if (bx - ax) * (cy - ay) != (by - ay) * (cx - ax):
            kept.append(point)
    return kept


def _path(ring: Ring) -> str:
    """Steps are shorter than places."""
    (x, y), steps = ring[0], []
    for before, point in zip(ring, ring[1:], strict=False):
        steps.append(f"{point[0] - before[0]} {point[1] - before[1]}")
    return f"M{x} {y}l{' '.join(steps)}z".replace(" -", "-")
