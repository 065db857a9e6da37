"""Shapefiles: they come as a ZIP; GDAL reads them under names of our own choosing."""

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final

import pyarrow as pa

from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats import archives
from springhead.engine.tables.formats.json_text import Number
from springhead.engine.tables.formats.opening import Opening
from springhead.engine.tables.formats.places import geojson, texts
from springhead.engine.tables.formats.places.geometry import from_wkb
from springhead.engine.tables.formats.records import Record
from springhead.engine.tables.formats.texts import ARCHIVE_SEVERAL, ENTRY_MISSING
from springhead.engine.tables.grid import Grid

MAGIC: Final = b"\x00\x00\x27\x0a"
PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
# What the map library itself stumbles over in damaged files, unbound variables of its own included.
DAMAGE: Final = (OSError, ValueError, RuntimeError, UnboundLocalError)
SAMPLE: Final = 4 << 20


def open_shp(opening: Opening) -> Grid:
    """Read a shapefile in a ZIP: attributes, geometry as GeoJSON, TWD97 converted, Big5 texts recognised."""
    layer = _unpacked(opening)
    encoding, findings = _encoding(layer, opening)
    grid = geojson.open_features(
        "shp",
        lambda: _features(layer, encoding, opening.filename),
        epsg=_epsg(layer.with_suffix(".prj")),
        opening=opening,
        findings=findings,
    )
    grid.encoding = encoding
    return grid


def _unpacked(opening: Opening) -> Path:
    found = archives.entries(opening.path, opening.limits, opening.filename)
    info = _layer(found, opening)
    base = info.filename[: -len(".shp")].lower()
    target = opening.work / "layer"
    target.mkdir(exist_ok=True)
    for part in found:
        lowered = part.filename.lower()
        suffix = PurePosixPath(lowered).suffix
        if suffix in PARTS and lowered[: -len(suffix)] == base:
            archives.extract(opening.path, part, target / f"layer{suffix}", opening.limits, opening.filename)
    layer = target / "layer.shp"
    with layer.open("rb") as file:  # GDAL opens by content: only a real shapefile may reach it
        if file.read(4) != MAGIC:
            raise Refused(texts.BROKEN_MAP.at(opening.filename, reason=".shp"))
    if not layer.with_suffix(".dbf").exists():
        raise Refused(texts.BROKEN_MAP.at(opening.filename, reason=".dbf"))
    return layer


def _layer(found: list[zipfile.ZipInfo], opening: Opening) -> zipfile.ZipInfo:
    layers = [info for info in found if info.filename.lower().endswith(".shp")]
    wanted = opening.recipe.value("sheet")
    names = joined((archives.name_of(info) for info in layers), most=30)
    for info in layers:
        if wanted == archives.name_of(info):
            return info
    if wanted is not None and len(layers) > 1:
        raise Refused(ENTRY_MISSING.at(opening.filename, name=wanted, names=names))
    if len(layers) > 1:
        raise Refused(ARCHIVE_SEVERAL.at(opening.filename, count=len(layers), names=names))
    return layers[0]


def _epsg(prj: Path) -> int | None:
    """Read the coordinate system a .prj names; TWD97 is written in many ways and recognised by its words."""
    if not prj.exists():
        return None
    text = prj.read_text("utf-8", "replace")[:20_000]
    if "TWD97" in text.upper().replace("_", "").replace(" ", "") and "119" in text:
        return 3825
    if "TWD97" in text.upper().replace("_", "").replace(" ", "") and "121" in text:
        return 3826
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_user_input(text).to_epsg(min_confidence=25)
    except CRSError:
        return None


def _features(layer: Path, encoding: str, where: str) -> Iterator[Record]:
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
    from pyogrio.raw import open_arrow

    try:
        with open_arrow(str(layer), encoding="ISO-8859-1", use_pyarrow=True, batch_size=4096) as (
            meta,
            reader,
        ):
            place = meta["geometry_name"] or "wkb_geometry"
            names = [
                name.encode("latin-1", "replace").decode(encoding, "replace") for name in reader.schema.names
            ]
            for batch in reader:
                yield from _batch_features(batch, names, place, encoding)
    except (DataSourceError, DataLayerError, FeatureError, pa.ArrowException, *DAMAGE) as error:
        raise Refused(texts.BROKEN_MAP.at(where, reason=str(error)[:120])) from error


def _batch_features(batch: Any, names: list[str], place: str, encoding: str) -> Iterator[dict[str, Any]]:
    columns = [_values(batch.column(index), encoding) for index, name in enumerate(names)]
    at = names.index(place) if place in names else -1
    for index in range(batch.num_rows):
        properties = {
            name: columns[i][index] for i, name in enumerate(names) if i != at and name != "OGC_FID"
        }
        yield {"properties": properties, "geometry": _shape(columns[at][index]) if at >= 0 else None}


def _values(column: Any, encoding: str) -> list[Any]:
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return [_recoded(text, encoding) for text in column.to_pylist()]
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return [None if text is None else Number(text) for text in column.cast(pa.string()).to_pylist()]
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return list(column.to_pylist())
    return list(column.cast(pa.string()).to_pylist())


def _recoded(text: str | None, encoding: str) -> str | None:
    """GDAL was told Latin-1, which keeps every byte; here the bytes get their true encoding."""
    return None if text is None else text.encode("latin-1", "replace").decode(encoding, "replace").strip()


def _shape(data: bytes | None) -> dict[str, Any] | None:
    try:
        return from_wkb(data) if data else None
    except ValueError:
        return None


def _encoding(layer: Path, opening: Opening) -> tuple[str, list[Finding]]:
    wanted = opening.recipe.value("encoding")
    if wanted:
        return str(wanted), []
    cpg = layer.with_suffix(".cpg")
    declared = cpg.read_text("latin-1").strip().lower() if cpg.exists() else ""
    known = {
        "utf-8": "utf-8",
        "utf8": "utf-8",
        "65001": "utf-8",
        "big5": "cp950",
        "950": "cp950",
        "cp950": "cp950",
    }
    if declared in known:
        return known[declared], []
    guessed = _fewest_errors(_texts(layer.with_suffix(".dbf")))
    return guessed, [Finding(texts.SHP_ENCODING.at(opening.filename, actual=guessed))]


def _fewest_errors(values: list[bytes]) -> str:
    def errors(encoding: str) -> int:
        return sum(value.decode(encoding, "replace").count("\ufffd") for value in values)

    return min(("utf-8", "cp950"), key=errors)


def _texts(dbf: Path) -> list[bytes]:
    """Return the names and text values at the beginning of a dBase table (header: dBase III)."""
    with dbf.open("rb") as file:
        data = file.read(SAMPLE)
    if len(data) < 33:
        return []
    header, width = struct.unpack_from("<HH", data, 8)
    fields, offset = [], 1
    for at in range(32, min(header, len(data)) - 32, 32):
        if data[at] == 0x0D:
            break
        fields.append((data[at : at + 11].split(b"\x00")[0], data[at + 11], offset, data[at + 16]))
        offset += data[at + 16]
    found = [name for name, *_ in fields]
    for start in range(header, len(data) - width, max(1, width)):
        found += [
            data[start + begin : start + begin + size].strip()
            for _, kind, begin, size in fields
            if kind == 0x43
        ]
    return found
