"""What the data plane knows: one JSON file per table in `var/public/tables`, written whole and swapped in.

`var/public/` is all the data plane ever sees:
  tables/{table}.json      this manifest
  blobs/{sha256}.{ext}     hard links to the stores and original files of published snapshots
  keys.json                API keys and grants (hashes only)
"""

import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from springhead.engine.tables.schema import Column


@dataclass(frozen=True, slots=True)
class Store:
    """One file of a snapshot: `kind` is sqlite, duckdb, parquet or original; `file` is relative to `public/`."""

    kind: str
    file: str
    sha256: str
    size: int
    name: str = ""
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class SnapshotEntry:
    """One published version of a table. `number` counts from 1; `columns` are those of this version."""

    number: int
    published_at: str
    rows: int
    columns: tuple[Column, ...]
    stores: tuple[Store, ...]

    def store(self, kind: str) -> Store | None:
        """Return the store of this kind, if the snapshot has one."""
        for store in self.stores:  # several times per request: no generator
            if store.kind == kind:
                return store
        return None


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything needed to serve one table. `current` is the number of the snapshot that answers by default."""

    table: str
    dataset: str
    title: dict[str, str]
    description: dict[str, str]
    publisher: str
    licence: str
    licence_url: str
    attribution: str
    page: str
    current: int
    snapshots: tuple[SnapshotEntry, ...]
    access: str = "open"  # or "granted": only keys with a grant on this table
    withdrawn: dict[str, str] = field(default_factory=dict)  # reason; the table then answers 410

    def snapshot(self, number: int | None = None) -> SnapshotEntry | None:
        """Return a snapshot by number, the current one by default."""
        wanted = self.current if number is None else number
        return next((entry for entry in self.snapshots if entry.number == wanted), None)


def write(folder: Path, manifest: Manifest) -> Path:
    """Write `{folder}/tables/{table}.json` in one step: readers see the old file or the new one."""
    target = folder / "tables" / f"{manifest.table}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(f".{os.getpid()}.new")
    fresh.write_bytes(orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
    fresh.replace(target)
    return target


def read(path: Path) -> Manifest:
    """Read one manifest file."""
    data: dict[str, Any] = orjson.loads(path.read_bytes())
    snapshots = tuple(
        SnapshotEntry(
            number=entry["number"],
            published_at=entry["published_at"],
            rows=entry["rows"],
            columns=tuple(Column.from_json(column) for column in entry["columns"]),
            stores=tuple(Store(**store) for store in entry["stores"]),
        )
        for entry in data.pop("snapshots")
    )
    return Manifest(**data, snapshots=snapshots)
