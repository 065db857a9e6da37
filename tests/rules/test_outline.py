"""The outline of the counties: shared borders stay shared."""

import json
from typing import Any

from springhead.foundation.ui.outline import area, simplified, thinned

# Two unit squares side by side; arc 0 is their common border, with a needless point on it.
TOPOLOGY: dict[str, Any] = {
    "type": "Topology",
    "transform": {"scale": [1, 1], "translate": [120, 23]},
    "arcs": [
        [[1, 0], [0, 1], [0, 1]],
        [[1, 2], [-1, 0], [0, -2], [1, 0]],
        [[1, 0], [1, 0], [0, 2], [-1, 0]],
    ],
    "objects": {
        "counties": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"COUNTYNAME": "甲縣"}},
                {"type": "Polygon", "arcs": [[2, -1]], "properties": {"COUNTYNAME": "乙縣"}},
            ],
        }
    },
}


def rings() -> list[list[list[float]]]:
    made = json.loads(simplified(TOPOLOGY, "counties", tolerance=0.1, smallest=0.0))
    return [feature["geometry"]["coordinates"][0][0] for feature in made["features"]]


def test_rings_are_closed_and_in_degrees() -> None:
    for ring in rings():
        assert ring[0] == ring[-1]
        assert all(120 <= x <= 122 and 23 <= y <= 25 for x, y in ring)


def test_a_shared_border_is_the_same_on_both_sides() -> None:
    left, right = rings()
    border = {(121, 23), (121, 25)}
    assert border <= {tuple(point) for point in left}
    assert border <= {tuple(point) for point in right}
    assert (121, 24) not in {tuple(point) for ring in (left, right) for point in ring}


def test_a_point_off_the_line_stays() -> None:
    assert thinned([(0, 0), (1, 0.5), (2, 0)], 0.1) == [(0, 0), (1, 0.5), (2, 0)]
    assert thinned([(0, 0), (1, 0.05), (2, 0)], 0.1) == [(0, 0), (2, 0)]


def test_area_of_a_closed_ring() -> None:
    assert area([(0, 0), (2, 0), (2, 1), (0, 1), (0, 0)]) == 2
