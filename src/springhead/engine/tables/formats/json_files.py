"""JSON and NDJSON: the records wherever they are in the file."""

import mmap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats import texts
from springhead.engine.tables.formats.json_scan import Outline, Span, outline, pieces
from springhead.engine.tables.formats.json_text import loads
from springhead.engine.tables.formats.opening import Opening
from springhead.engine.tables.formats.places import geojson
from springhead.engine.tables.formats.records import HEADER_ROW, Record, to_grid
from springhead.engine.tables.formats.text_bytes import as_utf8
from springhead.engine.tables.grid import Grid

IN_MEMORY: Final = 16 << 20  # bytes; above, records are cut from the file one by one
HEAD: Final = 65_536
KEY: Final = "key"  # the column that holds the keys of an object of objects
_SCHEMA_NAMES: Final = (
    frozenset({"$schema", "properties"}),
    frozenset({"$schema", "fields"}),
    frozenset({"$schema", "definitions"}),
    frozenset({"type", "properties", "required"}),
    frozenset({"fields", "primaryKey"}),
    frozenset({"resources", "name"}),
)


def open_json(opening: Opening) -> Grid:
    """Read JSON: a list of objects, one inside an envelope, an object of objects, a list of lists, GeoJSON."""
    path, encoding, findings = as_utf8(opening.path, recipe=opening.recipe, work=opening.work)
    source = _Whole(path, opening.filename) if path.stat().st_size <= IN_MEMORY else _Pieces(path)
    span = _choose(source.outline, opening)

    def records() -> Iterator[Record]:
        return source.records(span)

    if geojson.is_collection(source.outline.top_names, span.path):
        with path.open("rb") as file:
            epsg = geojson.claimed_epsg(file.read(HEAD))
        grid = geojson.open_features("geojson", records, epsg=epsg, opening=opening, findings=findings)
    else:
        findings.extend(_told(source.outline, span))
        named = span.kind != "arrays"
        grid = to_grid("json", records, opening=opening, findings=findings, named=named)
    grid.encoding = encoding
    return grid


def open_ndjson(opening: Opening) -> Grid:
    """Read one JSON object a line; a broken line is set aside and told."""
    path, encoding, findings = as_utf8(opening.path, recipe=opening.recipe, work=opening.work)
    broken: dict[int, Finding] = {}  # by line: the file is read twice
    rows: dict[int, int] = {finding.line: 0 for finding in findings if finding.line}
    grid = to_grid("ndjson", lambda: _lines(path, broken, rows), opening=opening)
    placed = [replace(one, row=rows[one.line]) if one.line in rows else one for one in findings]
    grid.findings = [*placed, *grid.findings, *broken.values()]
    grid.encoding = encoding
    return grid


def _choose(found: Outline, opening: Opening) -> Span:
    names = found.top_names
    if {"openapi", "swagger"} & names and {"paths", "info"} & names:
        raise Refused(texts.API_DOCUMENT.at(opening.filename))
    wanted = opening.recipe.value("record_path")
    if wanted is not None:
        chosen = next((span for span in found.spans if span.name == wanted), None)
        if chosen is None:
            known = joined(span.name for span in found.spans[:20])
            raise Refused(texts.RECORD_PATH_MISSING.at(opening.filename, name=wanted, names=known))
        return chosen
    best = found.best()
    if any(needed <= names for needed in _SCHEMA_NAMES):
        raise Refused(texts.SCHEMA_DOCUMENT.at(opening.filename))
    if best is None:
        raise Refused(texts.NO_RECORDS.at(opening.filename))
    return best


def _told(found: Outline, span: Span) -> list[Finding]:
    if not span.path:
        return []
    others = [f"{other.name} ({other.count})" for other in found.spans if other != span]
    rest = [name for name in sorted(found.top_names) if name != span.path[0] and name]
    return [Finding(texts.RECORD_PATH.at(name=span.name, others=joined([*others, *rest][:12])))]


class _Whole:
    """A file small enough to parse whole: the parser also proves that the envelope is sound."""

    def __init__(self, path: Path, where: str) -> None:
        data = path.read_bytes()
        self.value = loads(data, where=where)
        self.outline = outline(data)

    def records(self, span: Span) -> Iterator[Record]:
        """Yield the records of a span."""
        value = self.value
        for key in span.path:
            value = value[key]
        if span.kind == "groups":
            return ({KEY: key, **item} for key, items in value.items() for item in items)
        return _keyed(value.items()) if span.kind == "mapping" else (_record(item) for item in value)


class _Pieces:
    """A large file: records are cut out of a memory map one by one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _map(path) as buffer:
            self.outline = outline(buffer)

    def records(self, span: Span) -> Iterator[Record]:
        """Yield the records of a span."""
        with _map(self.path) as buffer:
            found = ((key, loads(buffer[start:end])) for key, start, end in pieces(buffer, span))
            if span.kind == "groups":
                yield from ({KEY: key, **item} for key, items in found for item in items)
            else:
                yield from _keyed(found) if span.kind == "mapping" else (_record(item) for _, item in found)


def _map(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _record(item: Any) -> Record:
    if isinstance(item, list):
        return {f"{index + 1}": value for index, value in enumerate(item)}
    return item if isinstance(item, dict) else None


def _keyed(items: Iterable[tuple[str, Any]]) -> Iterator[Record]:
    """Records of an object of objects; the key becomes a column unless the record already holds it."""
    for key, item in items:
        record = _record(item)
        yield record if record is None or key in record.values() else {KEY: key, **record}


def _lines(path: Path, broken: dict[int, Finding], rows: dict[int, int]) -> Iterator[Record]:
    """Yield the records; notes the row of each line that `rows` asks for."""
    with path.open("rb") as file:
        row = HEADER_ROW
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            row += 1
            if number in rows:
                rows[number] = row
            try:
                yield _record(loads(line.decode(), line=number))
            except Refused as refused:
                reason = str(refused.problems[0].params.get("reason", refused.problems[0].code))
                value = line[:200].decode("utf-8", "replace").strip()
                broken[number] = Finding(
                    texts.BROKEN_LINES.at(reason=reason), row=row, line=number, value=value
                )
                yield None
