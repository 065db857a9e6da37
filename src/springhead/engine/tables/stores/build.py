"""Building the stores of a snapshot from its typed Parquet file, in bounded memory."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores import codec
from springhead.engine.tables.stores.indexes import FEW_VALUES, choose_indexes, time_column
from springhead.engine.tables.stores.layout import Cell, Layout
from springhead.engine.tables.stores.native import build_duckdb
from springhead.engine.tables.stores.prepare import prepare, published_place, twd97_place
from springhead.engine.tables.stores.rowstore import build_sqlite
from springhead.engine.tables.stores.survey import Survey, survey

SCAN_ROWS: Final = 100_000  # above this the table gets a DuckDB file besides SQLite
TEXT_ROWS: Final = (
    5_000_000  # above this no row's JSON is kept ready: it takes about as much space as the row
)
MEMORY: Final = "600MB"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BuiltStore:
    """One file that was built: `kind` is sqlite or duckdb. `indexed` are the published names that lead an index."""

    kind: str
    path: Path
    sha256: str
    size: int
    indexed: tuple[str, ...] = ()


def build(
    parquet: Path,
    columns: tuple[Column, ...],
    folder: Path,
    *,
    progress: Progress | None = None,
    scan_rows: int = SCAN_ROWS,
) -> tuple[BuiltStore, ...]:
    """Build `rows.sqlite` and, above `scan_rows` rows, `rows.duckdb` in `folder`; files there are replaced.

    `parquet` has one column per entry of `columns`, in the same order, typed as `arrow.KINDS`, rows in file
    order. `progress(done, rows)` is called after every batch. Memory stays under 1 GB whatever the size.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(
        config={"memory_limit": MEMORY, "threads": 2, "temp_directory": str(folder)}
    ) as engine:
        facts = survey(engine, parquet, columns)
        layout = lay_out(columns, facts)
        source = prepare(parquet, columns, layout, folder / "prepared.parquet")
        target = folder / "rows.sqlite"
        build_sqlite(engine, source, layout, target, progress=progress or _silent)
        built = [_built("sqlite", target, columns, layout)]
        if facts.rows > scan_rows:
            target = folder / "rows.duckdb"
            build_duckdb(engine, source, layout, target)
            built.append(_built("duckdb", target, columns, layout))
        if source != parquet:
            source.unlink()
    return tuple(built)


def lay_out(columns: tuple[Column, ...], facts: Survey) -> Layout:
    """Return the layout of a table: a pure function of its columns and the survey."""
    cells = tuple(_cells(columns, facts))
    indexes = [tuple(f"c{i}" for i in index) for index in choose_indexes(columns, facts)]
    time = time_column(columns, facts)
    ordered = f"c{time}" if time is not None and time in facts.ordered else ""
    place = published_place(columns)
    made = place is None and twd97_place(columns) is not None
    names = ("x_lon", "x_lat") if made else tuple(f"c{i}" for i in place) if place else None
    if names:
        indexes.append((names[1], names[0]))
    leading = {index[0] for index in indexes}
    with_texts = len(columns) <= codec.WIDEST_OBJECT and facts.rows <= TEXT_ROWS
    return Layout(
        cells,
        facts.rows,
        (names[0], names[1]) if names else None,
        made,
        tuple(indexes),
        ordered,
        texts=tuple(column.name for column in columns) if with_texts else (),
        listed=tuple(
            cell.name
            for cell, fact in zip(cells, facts.facts, strict=True)
            if cell.type is Type.TEXT and cell.name in leading and fact.distinct <= FEW_VALUES
        ),
    )


def _cells(columns: tuple[Column, ...], facts: Survey) -> Iterator[Cell]:
    for index, (column, fact) in enumerate(zip(columns, facts.facts, strict=True)):
        name = f"c{index}"
        copy = f"f{index}" if fact.foldable else name
        yield Cell(
            name,
            column.type,
            utc=fact.utc,
            nullable=fact.nulls > 0,
            folded=copy if column.type is Type.TEXT else "",
        )


def _built(kind: str, path: Path, columns: tuple[Column, ...], layout: Layout) -> BuiltStore:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    leading = {index[0] for index in layout.indexes} if kind == "sqlite" else set()
    indexed = tuple(c.name for i, c in enumerate(columns) if f"c{i}" in leading)
    return BuiltStore(kind, path, digest, path.stat().st_size, indexed)


def _silent(_done: int, _rows: int) -> None:
    """Nobody asked for progress."""
