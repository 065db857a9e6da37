"""`/api/v1/tables/{table}`: what the table is, its columns, versions and addresses."""

from typing import Any

import orjson

from springhead.engine.dataplane.messages import Answer, Body, Request
from springhead.engine.dataplane.plane import Params, Plane, Target
from springhead.engine.tables.manifest import Manifest, SnapshotEntry
from springhead.engine.tables.query.cursor import digest
from springhead.engine.tables.schema import Column

FORMATS = ("csv", "ndjson", "parquet", "xlsx", "ods")


async def answer(plane: Plane, request: Request, params: Params) -> Answer:
    """Answer `GET /api/v1/tables/{table}`."""
    target = plane.target(request, params)
    plane.count("summary", target.table)

    async def make() -> Body:
        place = plane.engines.inline(target.entry).layout.place
        return Body(orjson.dumps(describe(target, has_place=place is not None)))

    mark = "-".join(str(part) for part in target.served.mark)
    key = digest(mark, [("summary", request.path), ("snapshot", str(target.entry.number))])
    return await plane.answer(request, key, target.caching, make)


def describe(target: Target, *, has_place: bool) -> dict[str, Any]:
    """Return the summary of a table as JSON."""
    manifest, entry = target.served.manifest, target.entry
    base = f"/api/v1/tables/{manifest.table}"
    if target.pinned:
        base += f"/snapshots/{entry.number}"
    formats = (*FORMATS, "geojson") if has_place else FORMATS
    return {
        **_record(manifest),
        "snapshot": entry.number,
        "published_at": entry.published_at,
        "rows": entry.rows,
        "columns": [_column(column) for column in entry.columns],
        "snapshots": [_version(manifest.table, one) for one in manifest.snapshots],
        "links": {
            "rows": f"{base}/rows",
            "aggregate": f"{base}/aggregate",
            **{f"export.{name}": f"{base}/export.{name}" for name in formats},
        },
        "files": [
            {"address": f"/files/{s.sha256}/{s.name}", "name": s.name, "size": s.size, "sha256": s.sha256}
            for s in entry.stores
            if s.kind == "original" and s.name
        ],
    }


def _record(manifest: Manifest) -> dict[str, Any]:
    return {
        "id": manifest.table,
        "dataset": manifest.dataset,
        "title": manifest.title,
        "description": manifest.description,
        "publisher": manifest.publisher,
        "licence": manifest.licence,
        "licence_url": manifest.licence_url,
        "attribution": manifest.attribution,
        "page": manifest.page,
        "access": manifest.access,
    }


def _column(column: Column) -> dict[str, Any]:
    told = column.as_json()
    told.pop("profile")
    return told


def _version(table: str, entry: SnapshotEntry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "published_at": entry.published_at,
        "rows": entry.rows,
        "address": f"/api/v1/tables/{table}/snapshots/{entry.number}",
    }
