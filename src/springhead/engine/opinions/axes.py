"""The two axes along which opinions differ most, and where each voter stands on them.

Principal components of the votes, each statement's mean standing in where somebody did not vote; the position
of somebody with few votes is stretched by the root of statements / votes cast, so that voters with few votes do
not crowd in the middle (both as Polis does it).

The same votes give the same bits on any machine: products of votes are whole numbers, which no linear algebra
library can round; everything after that is done cell by cell or summed in a fixed order, never by such a library.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from springhead.engine.opinions.shuffling import fraction
from springhead.engine.opinions.votes import UNSEEN

Floats = NDArray[np.float64]
ROWS: Final = 8_192  # voters worked on at a time
CLOSE: Final = 1e-11  # of the eigenvalue: how exact an axis is
STEPS: Final = 16  # between two looks whether it is
NOTHING: Final = 1e-13  # of all variance: less is rounding


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """Means and spread of statements, the axes (2 × statements, of length 1) and their shares of the variance."""

    means: Floats
    axes: Floats
    shares: tuple[float, float]


def find(matrix: NDArray[np.int8]) -> Axes:
    """Return the two leading axes; an axis is all zeros where nothing (more) differs."""
    means, spread = covariance(matrix)
    whole = float(np.trace(spread))
    found: list[Floats] = []
    shares = []
    for _ in range(2):
        value, axis = leading(spread, found, whole)
        shares.append(value / whole if whole > 0 else 0.0)
        found.append(_upright(axis))
    return Axes(means, np.stack(found), (shares[0], shares[1]))


def covariance(matrix: NDArray[np.int8]) -> tuple[Floats, Floats]:
    """Return the mean of each statement and statements' covariance (times voters), unseen being the mean."""
    size = matrix.shape[1]
    whole = np.zeros((2 * size, 2 * size))
    for _, rows in _slices(matrix):
        seen = rows != UNSEEN
        both = np.concatenate([np.where(seen, rows, 0), seen], axis=1).astype(np.float32)
        whole += both.T @ both  # whole numbers below 2**24: exact in single precision, in any order
    products, crossed, together = whole[:size, :size], whole[:size, size:], whole[size:, size:]
    cast = together.diagonal()
    means = crossed.diagonal() / np.maximum(cast, 1)
    shifted = crossed * means[None, :]
    return means, products - (shifted + shifted.T) + together * (means[:, None] * means[None, :])


def positions(matrix: NDArray[np.int8], axes: Axes) -> Floats:
    """Return where each voter stands: voters × 2."""
    placed = np.zeros((len(matrix), 2))
    for at, rows in _slices(matrix):
        seen = rows != UNSEEN
        apart = np.where(seen, rows - axes.means, 0.0)
        stretch = np.sqrt(matrix.shape[1] / np.maximum(seen.sum(axis=1), 1))
        for number in range(2):
            placed[at : at + len(rows), number] = (apart * axes.axes[number]).sum(axis=1) * stretch
    return placed


def _slices(matrix: NDArray[np.int8]) -> Iterator[tuple[int, NDArray[np.int8]]]:
    for at in range(0, len(matrix), ROWS):
        yield at, matrix[at : at + ROWS]


def leading(spread: Floats, found: list[Floats], whole: float) -> tuple[float, Floats]:
    """Return the largest eigenvalue and its vector at right angles to those found (Lanczos' method)."""
    size = len(spread)
    basis = np.zeros((size, size))
    # Another start for each axis: of equal eigenvalues, one start would only ever find one vector.
    start = fraction(np.arange(size, dtype=np.uint64), len(found)) + 0.5
    vector = _apart(start, found)
    length = _length(vector)
    diagonal: list[float] = []
    beside: list[float] = []
    while length > NOTHING * whole and len(diagonal) < size - len(found):
        if diagonal:
            beside.append(length)
        vector = vector / length
        basis[len(diagonal)] = vector
        image = (spread * vector).sum(axis=1)
        diagonal.append(float((image * vector).sum()))
        vector = _apart(image, [*found, *basis[: len(diagonal)]])
        length = _length(vector)
        if len(diagonal) % STEPS == 0:
            value, weights = top(diagonal, beside)
            if length * abs(weights[-1]) <= CLOSE * value:
                break
    if not diagonal:
        return 0.0, np.zeros(size)
    value, weights = top(diagonal, beside)
    if value <= NOTHING * whole:
        return 0.0, np.zeros(size)
    axis = (np.array(weights)[:, None] * basis[: len(weights)]).sum(axis=0)
    return value, axis / _length(axis)


def _apart(vector: Floats, found: list[Floats]) -> Floats:
    if found:
        others = np.stack(found)
        for _ in range(2):  # once leaves rounding behind
            vector = vector - ((others * vector).sum(axis=1)[:, None] * others).sum(axis=0)
    return vector


def _length(vector: Floats) -> float:
    return math.sqrt(float((vector * vector).sum()))


def _upright(axis: Floats) -> Floats:
    """Return the axis with its strongest statement (the first of equals) on the positive side."""
    strongest = int(np.argmax(np.abs(axis) > np.abs(axis).max(initial=0.0) * (1 - 1e-9)))
    return -axis if axis[strongest] < 0 else axis


def top(diagonal: list[float], beside: list[float]) -> tuple[float, list[float]]:
    """Return the largest eigenvalue of a symmetric tridiagonal matrix, by bisection, and its unit vector."""
    edges = [0.0, *map(abs, beside), 0.0]
    high = max(here + edges[n] + edges[n + 1] for n, here in enumerate(diagonal))
    low = max(diagonal)
    while (middle := (low + high) / 2) not in (low, high) and high - low > 1e-15 * abs(high):
        if _above(middle, diagonal, beside):
            high = middle
        else:
            low = middle
    shift = high + 1e-14 * max(abs(high), 1e-300)
    vector = [1.0] * len(diagonal)
    for _ in range(3):
        vector = _solve(shift, diagonal, beside, vector)
        length = math.sqrt(math.fsum(one * one for one in vector))
        vector = [one / length for one in vector]
    return high, vector


def _above(value: float, diagonal: list[float], beside: list[float]) -> bool:
    """Say whether a value lies above every eigenvalue: all pivots of the elimination are negative."""
    pivot = diagonal[0] - value
    for here, edge in zip(diagonal[1:], beside, strict=True):
        if pivot >= 0:
            return False
        pivot = here - value - edge * edge / pivot
    return pivot < 0


def _solve(shift: float, diagonal: list[float], beside: list[float], right: list[float]) -> list[float]:
    """Solve (shift - matrix) x = right; the shift lies above every eigenvalue, so nothing needs pivoting."""
    pivots, values = [shift - diagonal[0]], [right[0]]
    for here, edge, value in zip(diagonal[1:], beside, right[1:], strict=True):
        factor = edge / pivots[-1]
        pivots.append(shift - here - factor * edge)
        values.append(value + factor * values[-1])
    solution = [values[-1] / pivots[-1]]
    for n in range(len(diagonal) - 2, -1, -1):
        solution.append((values[n] + beside[n] * solution[-1]) / pivots[n])
    return solution[::-1]
