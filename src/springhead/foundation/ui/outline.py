"""Turns a TopoJSON of boundaries into a small GeoJSON. Standard library only.

Arcs are simplified (Douglas and Peucker) before the rings are put together: a border between two counties is
one arc, so both sides stay identical and no gap opens.
"""

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

DECIMALS = 4  # about ten metres


def simplified(topology: dict[str, Any], name: str, *, tolerance: float, smallest: float) -> bytes:
    """Return GeoJSON bytes of one object; `tolerance` in degrees, rings under `smallest` square degrees go."""
    arcs = [thinned(points, tolerance) for points in decoded(topology)]
    features = [
        {
            "type": "Feature",
            "properties": shape["properties"],
            "geometry": {"type": "MultiPolygon", "coordinates": _polygons(shape, arcs, smallest)},
        }
        for shape in topology["objects"][name]["geometries"]
    ]
    document = {"type": "FeatureCollection", "features": features}
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def decoded(topology: dict[str, Any]) -> list[Ring]:
    """Return the arcs in degrees (TopoJSON 2.1.1: delta-encoded integers, scale and translate)."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc: Ring = []
        for step_x, step_y in deltas:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(arc)
    return arcs


def thinned(points: Ring, tolerance: float) -> Ring:
    """Drop points nearer than `tolerance` to the line through those kept; ends always stay."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    if points[0] == points[-1]:  # a closed ring needs a third fixed point
        middle = max(range(len(points)), key=lambda at: _square(points[at], points[0]))
        keep.add(middle)
        spans = [(0, middle), (middle, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        far = max(inner, key=lambda at: _distance(points[at], points[first], points[last]))
        if _distance(points[far], points[first], points[last]) > tolerance:
            keep.add(far)
            spans += [(first, far), (far, last)]
    return [points[at] for at in sorted(keep)]


def area(ring: Sequence[Point]) -> float:
    """Return the area of a closed ring in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def _polygons(shape: dict[str, Any], arcs: list[Ring], smallest: float) -> list[list[list[list[float]]]]:
    groups = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    polygons = [[_ring(indexes, arcs) for indexes in rings] for rings in groups]
    largest = max(area(polygon[0]) for polygon in polygons)
    kept = [polygon for polygon in polygons if area(polygon[0]) >= min(smallest, largest)]
    return [[_rounded(ring) for ring in polygon if len(ring) >= 4] for polygon in kept]


def _ring(indexes: list[int], arcs: list[Ring]) -> Ring:
    ring: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _rounded(ring: Ring) -> list[list[float]]:
    return [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in ring]


def _square(a: Point, b: Point) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _distance(point: Point, start: Point, end: Point) -> float:
    length = _square(start, end)
    if not length:
        return float(_square(point, start) ** 0.5)
    across = (end[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (end[1] - start[1])
    return float(abs(across) / length**0.5)
