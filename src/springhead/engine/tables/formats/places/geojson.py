"""Features with a place: attributes as columns, the geometry as GeoJSON text, points also as lon and lat."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats.json_text import dumps
from springhead.engine.tables.formats.opening import Opening
from springhead.engine.tables.formats.places import texts
from springhead.engine.tables.formats.places.geometry import Frame, frame, moved, position
from springhead.engine.tables.formats.records import Record, to_grid
from springhead.engine.tables.grid import Grid

# Added columns carry a mark until the names of the attributes are known; records.py takes it off.
GEOMETRY: Final = "\x00geometry"
LON: Final = "\x00lon"
LAT: Final = "\x00lat"

Features = Callable[[], Iterable[Record]]
_EPSG: Final = re.compile(rb"EPSG:{1,2}(?:\d[\d.]*:)?(\d{4,6})", re.IGNORECASE)
_CRS: Final = re.compile(rb'"crs"\s*:\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)?\}')


def is_collection(top_names: frozenset[str], path: tuple[str, ...]) -> bool:
    """Tell whether the records at `path` are the features of a FeatureCollection."""
    return path == ("features",) and "type" in top_names


def claimed_epsg(head: bytes) -> int | None:
    """Return the EPSG code in a GeoJSON `crs` member among the first bytes of a file."""
    member = _CRS.search(head)
    code = _EPSG.search(member.group()) if member else None
    return int(code.group(1)) if code else None


def open_features(
    form: str, features: Features, *, epsg: int | None, opening: Opening, findings: Iterable[Finding] = ()
) -> Grid:
    """Read GeoJSON features; positions in TWD97 are converted to WGS84."""
    first = next(
        (place for place in (position((item or {}).get("geometry")) for item in features()) if place), None
    )
    words = f"{opening.recipe.declared.get('place', '')} {opening.filename}"
    system = frame(first, epsg, words)
    layer = _Layer(features, system)
    said = [*findings, *([Finding(system.problem)] if system.problem else [])]
    grid = to_grid(form, layer.records, opening=opening, findings=said)
    if layer.missing:
        grid.findings.append(Finding(texts.BROKEN_GEOMETRY.at(count=layer.missing)))
    return grid


class _Layer:
    """The records of a layer, made anew for each pass."""

    def __init__(self, features: Features, system: Frame) -> None:
        self.features = features
        self.system = system
        self.missing = 0

    def records(self) -> Iterator[Record]:
        self.missing = 0
        for feature in self.features():
            if feature is None:
                yield None
                continue
            properties = feature.get("properties")
            attributes = dict(properties) if isinstance(properties, Mapping) else {}
            if "id" in feature and "id" not in attributes:
                attributes = {"id": feature["id"], **attributes}
            yield {**attributes, **self._place(feature.get("geometry"))}

    def _place(self, geometry: Any) -> dict[str, Any]:
        if not isinstance(geometry, dict) or position(geometry) is None:
            self.missing += 1
            return {GEOMETRY: None}
        if self.system.move:
            geometry = moved(geometry, self.system.move)
        text = {GEOMETRY: dumps(geometry)}
        if geometry.get("type") != "Point" or not self.system.known:
            return text
        return {**text, LON: geometry["coordinates"][0], LAT: geometry["coordinates"][1]}
