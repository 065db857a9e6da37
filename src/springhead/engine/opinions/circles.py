"""The picture: circles that each stand for ten voters or more, and the outline of each group."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from springhead.engine.opinions.axes import Floats
from springhead.engine.opinions.groups import Labels
from springhead.engine.opinions.method import Method

PLACES = 3  # decimals shown


@dataclass(frozen=True, slots=True, order=True)
class Circle:
    """The middle of so many voters of one group who stand near each other."""

    group: int
    x: float
    y: float
    voters: int


def draw(places: Floats, labels: Labels, method: Method) -> tuple[Circle, ...]:
    """Return the circles of all groups, none for fewer than `method.cell` voters.

    Each group is halved along its longer side until the halves would be too small.
    """
    smallest = max(method.cell, -(-len(places) // method.circles), 1)
    found = [
        Circle(group, *_middle(places[rows]), len(rows))
        for group in range(int(labels.max()) + 1)
        for rows in _halves(places, np.flatnonzero(labels == group), smallest)
        if len(rows) >= method.cell
    ]
    return tuple(sorted(found))


def _middle(places: Floats) -> tuple[float, float]:
    x, y = (np.round(places[:, axis].sum() / len(places), PLACES) + 0.0 for axis in range(2))
    return float(x), float(y)


def _halves(places: Floats, rows: NDArray[np.intp], smallest: int) -> Iterator[NDArray[np.intp]]:
    if len(rows) < 2 * smallest:
        yield rows
        return
    x, y = places[rows, 0], places[rows, 1]
    across, along = (x, y) if x.max() - x.min() >= y.max() - y.min() else (y, x)
    ordered = rows[np.lexsort((along, across))]
    yield from _halves(places, ordered[: len(rows) // 2], smallest)
    yield from _halves(places, ordered[len(rows) // 2 :], smallest)


def hull(points: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return the corners of the convex outline of points, anticlockwise from the leftmost."""
    rest = sorted(set(points))
    if len(rest) < 3:
        return tuple(rest)
    below, above = _chain(rest), _chain(rest[::-1])
    return (*below[:-1], *above[:-1])


def _chain(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    chain: list[tuple[float, float]] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(one: tuple[float, float], two: tuple[float, float], three: tuple[float, float]) -> int:
    """Return whether three points turn left (positive), in whole thousandths so that nothing rounds."""
    (ax, ay), (bx, by), (cx, cy) = (_whole(point) for point in (one, two, three))
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)


def _whole(point: tuple[float, float]) -> tuple[int, int]:
    scale: int = 10**PLACES
    return round(point[0] * scale), round(point[1] * scale)
