"""One OpenAPI 3.1 document per table, with its real names, types, descriptions and examples. Pure.

Source of the shape: OpenAPI Specification 3.1.0; problems are RFC 9457; names and limits come from the row
grammar (docs/guide/data-api.md).
"""

from collections.abc import Iterator
from typing import Any, Final

from springhead.engine.dataplane import openapi_parts as parts
from springhead.engine.kernel.language import pick
from springhead.engine.tables.aliases import RESERVED
from springhead.engine.tables.manifest import Manifest, SnapshotEntry
from springhead.engine.tables.query.names import FIELD
from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores.prepare import published_place, twd97_place

FILTERED: Final = 40  # columns whose comparisons are written out one by one; the grammar holds for all
JSON_TYPES: Final[dict[Type, dict[str, Any]]] = {
    Type.TEXT: {"type": ["string", "null"]},
    Type.INTEGER: {"type": ["integer", "null"], "format": "int64"},
    Type.DECIMAL: {"type": ["number", "null"], "format": "double"},
    Type.BOOLEAN: {"type": ["boolean", "null"]},
    Type.DATE: {"type": ["string", "null"], "format": "date"},
    Type.TIME: {"type": ["string", "null"], "format": "time"},
    Type.DATETIME: {"type": ["string", "null"], "format": "date-time"},
}
ORDERED: Final = frozenset((Type.INTEGER, Type.DECIMAL, Type.DATE, Type.TIME, Type.DATETIME))


def document(
    manifest: Manifest, entry: SnapshotEntry, *, server: str, lang: str = "zh-Hant"
) -> dict[str, Any]:
    """Return the document of one table as it stands in one snapshot. `server` is the origin it is served from."""
    base = f"/api/v1/tables/{manifest.table}"
    return {
        "openapi": "3.1.0",
        "info": _info(manifest, entry, lang),
        "servers": [{"url": server}],
        "externalDocs": {"url": manifest.page, "description": "資料集頁 The page of the dataset"},
        "tags": [{"name": "rows"}, {"name": "aggregate"}, {"name": "export"}],
        "paths": {
            f"{base}/rows": {"get": _rows(entry.columns, lang)},
            f"{base}/aggregate": {"get": _aggregate(entry.columns, lang)},
            **{f"{base}/export.{kind}": {"get": export} for kind, export in _exports(entry.columns, lang)},
        },
        "components": {
            "schemas": {
                "Row": row_schema(entry.columns, lang),
                "RowPage": parts.page("Row", snapshot=entry.number),
                "Group": {"type": "object", "additionalProperties": True},
                "GroupPage": parts.page("Group", snapshot=entry.number),
                "Problem": parts.PROBLEM,
            },
            "responses": parts.RESPONSES,
            "parameters": parts.parameters(lang),
            "headers": parts.HEADERS,
        },
    }


def _info(manifest: Manifest, entry: SnapshotEntry, lang: str) -> dict[str, Any]:
    licence = {"name": manifest.licence or "—"}
    if manifest.licence_url:
        licence["url"] = manifest.licence_url
    return {
        "title": pick(manifest.title, lang) or manifest.table,
        "version": str(entry.number),
        "summary": f"{manifest.publisher} · {entry.rows:,}",
        "description": "\n\n".join(filter(None, (pick(manifest.description, lang), manifest.attribution))),
        "license": licence,
        "x-dataset": manifest.dataset,
        "x-published-at": entry.published_at,
        "x-rows": entry.rows,
    }


def row_schema(columns: tuple[Column, ...], lang: str) -> dict[str, Any]:
    """Return the schema of one row: real names, types, descriptions, an example where the data have one."""
    return {
        "type": "object",
        "properties": {column.name: _property(column, lang) for column in columns},
        "additionalProperties": False,
    }


def _property(column: Column, lang: str) -> dict[str, Any]:
    told: dict[str, Any] = {**JSON_TYPES[column.type], "x-alias": column.alias}
    title, description = pick(column.title, lang), pick(column.description, lang)
    if title:
        told["title"] = title
    if description:
        told["description"] = description
    if column.unit:
        told["x-unit"] = column.unit
    if column.crs:
        told["x-crs"] = column.crs
    if (example := example_of(column)) is not None:
        told["examples"] = [example]
    return told


def example_of(column: Column) -> Any:
    """Return a value that really occurs in the column, None when the profile names none."""
    for value, _ in column.profile.get("top") or ():
        if value is not None:
            return value
    return column.profile.get("min")


def _rows(columns: tuple[Column, ...], lang: str) -> dict[str, Any]:
    return {
        "operationId": "rows",
        "tags": ["rows"],
        "summary": parts.say(lang, "逐筆查詢", "Rows"),
        "description": parts.say(lang, parts.ROWS_ZH, parts.ROWS_EN),
        "parameters": [
            *(parts.ref(name) for name in ("fields", "sort", "limit", "cursor", "count", "rowFormat")),
            *_conditions(columns, lang),
        ],
        "responses": parts.answers("RowPage"),
    }


def _aggregate(columns: tuple[Column, ...], lang: str) -> dict[str, Any]:
    names = [parts.ref(name) for name in ("group", "agg", "bucket", "sort", "groupLimit", "cursor")]
    return {
        "operationId": "aggregate",
        "tags": ["aggregate"],
        "summary": parts.say(lang, "分組統計", "Figures by group"),
        "description": parts.say(lang, parts.AGGREGATE_ZH, parts.AGGREGATE_EN),
        "parameters": [*names, *_conditions(columns, lang)],
        "responses": parts.answers("GroupPage"),
    }


def _exports(columns: tuple[Column, ...], lang: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind, media in parts.EXPORTS.items():
        if kind == "geojson" and not has_place(columns):
            continue
        names = ["fields", "sort", *(["excel"] if kind == "csv" else [])]
        yield (
            kind,
            {
                "operationId": f"export_{kind}",
                "tags": ["export"],
                "summary": parts.say(lang, f"下載 {kind.upper()}", f"Download {kind.upper()}"),
                "parameters": [*(parts.ref(name) for name in names), *_conditions(columns, lang)],
                "responses": parts.file_answers(media),
            },
        )


def has_place(columns: tuple[Column, ...]) -> bool:
    """Tell whether the rows have a place, given or computed."""
    return bool(published_place(columns) or twd97_place(columns))


def _conditions(columns: tuple[Column, ...], lang: str) -> list[dict[str, Any]]:
    shared = ("q", "bbox", "snapshot", "lang") if has_place(columns) else ("q", "snapshot", "lang")
    return [*(parts.ref(name) for name in shared), *filters(columns, lang)]


def filters(columns: tuple[Column, ...], lang: str) -> list[dict[str, Any]]:
    """Return the parameters that filter by column: equality for each, and what its type can be compared with."""
    return [parameter for column in columns[:FILTERED] for parameter in _filters_of(column, lang)]


def _filters_of(column: Column, lang: str) -> Iterator[dict[str, Any]]:
    name = f"{FIELD}{column.name}" if column.name in RESERVED else column.name
    one = {key: value for key, value in JSON_TYPES[column.type].items() if key == "format"}
    one["type"] = JSON_TYPES[column.type]["type"][0]
    words = pick(column.title, lang) or column.name
    yield parts.query(
        name, {"type": "array", "items": one}, parts.say(lang, f"{words}等於", f"{words} equals")
    )
    if column.type in ORDERED:
        yield parts.query(f"{name}__gte", one, parts.say(lang, f"{words}不小於", f"{words} at least"))
        yield parts.query(f"{name}__lt", one, parts.say(lang, f"{words}小於", f"{words} below"))
    elif column.type is Type.TEXT:
        yield parts.query(f"{name}__contains", one, parts.say(lang, f"{words}包含", f"{words} contains"))
