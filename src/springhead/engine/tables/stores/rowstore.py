"""The SQLite row store: rows in file order, rowid = position from 1, indexes as laid out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import duckdb

from springhead.engine.kernel.fold import fold
from springhead.engine.tables.stores import codec
from springhead.engine.tables.stores.layout import Layout

BATCH = 20_000


def build_sqlite(
    engine: duckdb.DuckDBPyConnection,
    parquet: Path,
    layout: Layout,
    target: Path,
    *,
    progress: Callable[[int, int], None],
) -> None:
    """Write the row store to `target`. DuckDB reads and converts the Parquet file, in batches."""
    target.unlink(missing_ok=True)
    store = apsw.Connection(str(target))
    # A file that is built once and thrown away on failure needs no journal.
    for name, value in (("page_size", 8192), ("journal_mode", "OFF"), ("synchronous", "OFF")):
        store.pragma(name, value)
    store.execute(f"CREATE TABLE t ({', '.join(_definitions(layout))})")
    with store:
        _fill(store, engine.sql(_select(layout), params=[str(parquet)]), layout, progress)
    for number, index in enumerate(layout.indexes):
        store.execute(f"CREATE INDEX i{number} ON t ({', '.join(index)})")
    with store:
        _write_texts(store, layout)
        _list_values(store, layout)
    store.execute("CREATE TABLE meta (layout TEXT)")
    store.execute("INSERT INTO meta VALUES (?)", (layout.dump(),))
    if layout.indexes:
        store.pragma("analysis_limit", 1000)
        store.execute("ANALYZE")
    store.close()


def _fill(
    store: apsw.Connection,
    rows: duckdb.DuckDBPyRelation,
    layout: Layout,
    progress: Callable[[int, int], None],
) -> None:
    marks = ", ".join("?" * len(layout.stored()))
    insert = f"INSERT INTO t VALUES ({marks})"  # noqa: S608  marks only
    done = 0
    for batch in rows.to_arrow_reader(BATCH):
        store.executemany(insert, zip(*(column.to_pylist() for column in batch.columns), strict=True))
        done += batch.num_rows
        progress(done, layout.rows)


def _write_texts(store: apsw.Connection, layout: Layout) -> None:
    """Write each row as JSON text, so that a page is a concatenation."""
    if layout.texts:
        text = codec.object_of_sqlite(layout.cells)
        store.execute("CREATE TABLE j (r INTEGER PRIMARY KEY, text BLOB)")
        store.execute(f"INSERT INTO j SELECT rowid, CAST({text} AS BLOB) FROM t ORDER BY rowid", layout.texts)  # noqa: S608  internal names


def _list_values(store: apsw.Connection, layout: Layout) -> None:
    """Write the few values of some text columns, folded, with the number of their rows."""
    if not layout.listed:
        return
    columns = "c TEXT, value TEXT, folded TEXT, rows INTEGER, PRIMARY KEY (c, value)"
    store.execute(f"CREATE TABLE v ({columns}) WITHOUT ROWID")
    for name in layout.listed:
        counted = f"SELECT {name}, count(*) FROM t WHERE {name} IS NOT NULL GROUP BY 1"  # noqa: S608  internal name
        found: list[tuple[Any, ...]] = store.execute(counted).fetchall()
        rows = ((name, value, fold(value), number) for value, number in found)
        store.executemany("INSERT INTO v VALUES (?, ?, ?, ?)", rows)


def _definitions(layout: Layout) -> list[str]:
    published = [f"{cell.name} {codec.SQLITE[cell.type]}" for cell in layout.cells]
    rest = layout.stored()[len(published) :]
    return published + [f"{name} {'REAL' if name.startswith('x_') else 'TEXT'}" for name in rest]


def _select(layout: Layout) -> str:
    stored = layout.stored()
    values = [codec.as_text(cell, codec.from_parquet(cell)) for cell in layout.cells]
    values += stored[len(values) :]
    # The Parquet file's columns are named by position: their own names stay outside SQL.
    return f"SELECT {', '.join(values)} FROM read_parquet(?) AS p({', '.join(stored)})"  # noqa: S608  internal names
