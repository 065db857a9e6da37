"""Geometries as GeoJSON: read from well-known binary, moved to WGS84, written as text."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from springhead.engine.kernel.problems import Problem
from springhead.engine.tables.formats.json_text import Number
from springhead.engine.tables.formats.places import texts

Move = Callable[[float, float], tuple[float, float]]
Geometry = dict[str, Any]

# Where TWD97 / TM2 lies, in metres, with the islands (zones 121 and 119).
TWD97_X: Final = (-50_000.0, 450_000.0)
TWD97_Y: Final = (2_250_000.0, 2_950_000.0)
NAMES: Final = {3826: "TWD97 / TM2 121 (EPSG:3826)", 3825: "TWD97 / TM2 119 (EPSG:3825)"}
WGS84: Final = 4326

_TYPES: Final = {
    1: "Point",
    2: "LineString",
    3: "Polygon",
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
}
_COLLECTION: Final = 7


@dataclass(frozen=True, slots=True)
class Frame:
    """The coordinate system of a layer: how to move to WGS84 (None: it is there), and what to say of it."""

    move: Move | None = None
    problem: Problem | None = None
    known: bool = True


def frame(sample: tuple[float, float] | None, epsg: int | None, words: str = "") -> Frame:
    """Decide the system of a layer from one position and the EPSG code it claims, if any.

    Values win over the claim: many tools write "WGS84" on TWD97 coordinates. `words` of the file's name and its
    metadata may tell the islands of zone 119.
    """
    if sample is None:
        return Frame()
    x, y = sample
    if abs(x) <= 180 and abs(y) <= 90 and epsg in (None, WGS84, 4979, 3824):
        return Frame()
    metric = TWD97_X[0] <= x <= TWD97_X[1] and TWD97_Y[0] <= y <= TWD97_Y[1]
    if metric and epsg in (None, WGS84, 3826, 3825):
        code = epsg if epsg in NAMES else _zone(x, y, words)
        return Frame(_mover(code), texts.TWD97.at(actual=NAMES[code]))
    if epsg not in (None, WGS84):
        return Frame(_mover(int(epsg or 0)), texts.CONVERTED.at(actual=f"EPSG:{epsg}"))
    return Frame(None, texts.UNKNOWN_CRS.at(), known=False)


def _zone(x: float, y: float, words: str) -> int:
    from springhead.engine.tables import zones  # only layers in metres need it

    return zones.EPSG[zones.decide((), np.array([x]), np.array([y]), words=words).number]


def position(geometry: Any) -> tuple[float, float] | None:
    """Return the first position of a geometry."""
    for pair in _pairs(geometry):
        return pair
    return None


def moved(geometry: Geometry, move: Move) -> Geometry:
    """Return the geometry with every position moved, rounded to 7 decimals (about a centimetre)."""
    if geometry.get("type") == "GeometryCollection":
        return {**geometry, "geometries": [moved(part, move) for part in geometry.get("geometries") or []]}
    return {**geometry, "coordinates": _moved(geometry.get("coordinates"), move)}


def number(value: float) -> Number:
    """Write a coordinate with at most 7 decimals."""
    return Number(f"{value:.7f}".rstrip("0").rstrip("."))


def from_wkb(data: bytes) -> Geometry:
    """Read well-known binary (ISO and EWKB, 2D to 4D; heights are kept, measures dropped); ValueError if broken."""
    try:
        return _Wkb(data).geometry()
    except (struct.error, KeyError, RecursionError) as error:
        raise ValueError("broken geometry") from error


def _mover(epsg: int) -> Move:
    from pyproj import Transformer

    move: Move = Transformer.from_crs(epsg, WGS84, always_xy=True).transform
    return move


def _pairs(value: Any) -> Iterator[tuple[float, float]]:
    if isinstance(value, dict):
        yield from _pairs(value.get("coordinates"))
        yield from _pairs(value.get("geometries"))
    elif isinstance(value, list):
        if len(value) >= 2 and _is_number(value[0]) and _is_number(value[1]):
            yield float(value[0]), float(value[1])
        else:
            for item in value:
                yield from _pairs(item)


def _is_number(value: Any) -> bool:
    return isinstance(value, (Number, float, int)) and not isinstance(value, bool)


def _moved(value: Any, move: Move) -> Any:
    if not isinstance(value, list):
        return value
    if len(value) >= 2 and _is_number(value[0]) and _is_number(value[1]):
        x, y = move(float(value[0]), float(value[1]))
        return [number(x), number(y), *value[2:]]
    return [_moved(item, move) for item in value]


class _Wkb:
    """A cursor over well-known binary."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def geometry(self) -> Geometry:
        order = "<" if self.data[self.at : self.at + 1] == b"\x01" else ">"
        code = struct.unpack_from(f"{order}I", self.data, self.at + 1)[0]
        self.at += 5
        if code & 0x20000000:  # EWKB carries a coordinate system number
            self.at += 4
        high = bool(code & 0x80000000) or (code & 0xFFFF) // 1000 in (1, 3)
        measured = bool(code & 0x40000000) or (code & 0xFFFF) // 1000 in (2, 3)
        kind = (code & 0xFFFF) % 1000
        if kind == _COLLECTION:
            return {"type": "GeometryCollection", "geometries": self._parts(order)}
        reader = _Coordinates(self, order, 2 + high + measured, 2 + high)
        return {"type": _TYPES[kind], "coordinates": reader.of(kind)}

    def count(self, order: str) -> int:
        found: int = struct.unpack_from(f"{order}I", self.data, self.at)[0]
        self.at += 4
        if found * 8 > len(self.data):
            raise ValueError("broken geometry")
        return found

    def _parts(self, order: str) -> list[Geometry]:
        return [self.geometry() for _ in range(self.count(order))]


@dataclass(frozen=True, slots=True)
class _Coordinates:
    """Reads the positions of one geometry: `width` doubles each, of which `keep` are kept."""

    cursor: _Wkb
    order: str
    width: int
    keep: int

    def of(self, kind: int) -> list[Any]:
        if kind == 1:
            return self._one()
        if kind == 2:
            return self._line()
        if kind == 3:
            return [self._line() for _ in range(self.cursor.count(self.order))]
        return [part["coordinates"] for part in self.cursor._parts(self.order)]  # noqa: SLF001  one file, one cursor

    def _one(self) -> list[Number]:
        values = struct.unpack_from(f"{self.order}{self.width}d", self.cursor.data, self.cursor.at)
        self.cursor.at += 8 * self.width
        return [Number(repr(value)) for value in values[: self.keep]]

    def _line(self) -> list[list[Number]]:
        return [self._one() for _ in range(self.cursor.count(self.order))]
