"""KML and KMZ: every placemark a row, its data as columns, its place as GeoJSON."""

from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any, Final

from springhead.engine.tables.formats.json_text import Number
from springhead.engine.tables.formats.opening import Opening
from springhead.engine.tables.formats.places import geojson
from springhead.engine.tables.formats.places.geometry import Geometry
from springhead.engine.tables.formats.records import Record
from springhead.engine.tables.formats.xml_files import local, prepared, release, walk
from springhead.engine.tables.grid import Grid

FIELDS: Final = ("name", "description", "address", "phoneNumber", "Snippet")
LINES: Final = {"LineString": "LineString", "LinearRing": "LineString"}


def open_kml(opening: Opening) -> Grid:
    """Read KML; nothing it links to is fetched."""
    path, encoding, findings = prepared(opening)

    def features() -> Iterator[Record]:
        return _features(path, opening.filename)

    grid = geojson.open_features("kml", features, epsg=4326, opening=opening, findings=findings)
    grid.encoding = encoding
    return grid


def _features(path: Path, where: str) -> Iterator[Record]:
    folders: list[str] = []
    for event, element, names in walk(path, where):
        if names[-1] == "Folder":
            folders = [*folders, ""] if event == "start" else folders[:-1]
        elif event == "end" and names[-2:] == ("Folder", "name") and folders:
            folders[-1] = (element.text or "").strip()
        elif event == "end" and names[-1] == "Placemark":
            yield _feature(element, folders)
            release(element)


def _feature(placemark: Any, folders: list[str]) -> dict[str, Any]:
    properties: dict[str, Any] = (
        {"folder": "／".join(folder for folder in folders if folder)} if folders else {}
    )
    for child in placemark:
        name = local(child.tag)
        if name in FIELDS:
            properties[name] = (child.text or "").strip()
        elif name == "ExtendedData":
            properties.update(_extended(child))
        elif name == "TimeStamp":
            properties["when"] = "".join(child.itertext()).strip()
    parts = [shape for child in placemark if (shape := _geometry(child))]
    return {"properties": properties, "geometry": parts[0] if parts else None}


def _extended(data: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in data.iter():
        kind = local(part.tag)
        name = part.get("name") or ""
        if kind == "SimpleData" and name:
            found[name] = (part.text or "").strip()
        elif kind == "Data" and name:
            found[name] = "".join(
                "".join(value.itertext()) for value in part if local(value.tag) == "value"
            ).strip()
    return found


def _geometry(element: Any) -> Geometry | None:
    kind = local(element.tag)
    if kind == "Point":
        places = _places(element)
        return {"type": "Point", "coordinates": places[0]} if places else None
    if kind in LINES:
        return {"type": LINES[kind], "coordinates": _places(element)}
    if kind == "Polygon":
        rings = [_places(ring) for ring in element.iter() if local(ring.tag) == "LinearRing"]
        return {"type": "Polygon", "coordinates": rings}
    if kind == "MultiGeometry":
        return {
            "type": "GeometryCollection",
            "geometries": [part for child in element if (part := _geometry(child))],
        }
    return None


def _places(element: Any) -> list[list[Number]]:
    text = next((child.text or "" for child in element.iter() if local(child.tag) == "coordinates"), "")
    places = []
    for item in text.split():
        numbers = item.split(",")
        if len(numbers) >= 2 and all(_is_number(number) for number in numbers[:2]):
            places.append([Number(number) for number in numbers[:3] if _is_number(number)])
    return places


def _is_number(text: str) -> bool:
    try:
        value = float(text)
    except ValueError:
        return False
    return isfinite(value) and "_" not in text
