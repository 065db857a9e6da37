"""The DuckDB file of a large table: scans, aggregates and exports read it. No extension is needed."""

from pathlib import Path

import duckdb

from springhead.engine.tables.stores import codec
from springhead.engine.tables.stores.layout import Layout


def build_duckdb(engine: duckdb.DuckDBPyConnection, parquet: Path, layout: Layout, target: Path) -> None:
    """Write the DuckDB store to `target`: table `t` in file order and table `meta`.

    `r` is the row number from 1, as SQLite's rowid. DuckDB's own rowid is not used in queries: together with
    ORDER BY and LIMIT its optimizer (late materialization, 2.0.0) fails on it in some shapes.
    """
    target.unlink(missing_ok=True)
    values = [f"{codec.from_parquet(cell)} AS {cell.name}" for cell in layout.cells]
    stored = layout.stored()
    values += [*stored[len(values) :], "r + 1 AS r"]
    engine.execute(f"ATTACH '{str(target).replace(chr(39), chr(39) * 2)}' AS built")
    try:
        engine.execute(
            f"CREATE TABLE built.t AS SELECT {', '.join(values)} "  # noqa: S608  internal names
            f"FROM read_parquet(?, file_row_number = true) AS p({', '.join(stored)}, r)",
            [str(parquet)],
        )
        engine.execute("CREATE TABLE built.meta AS SELECT CAST(? AS VARCHAR) AS layout", [layout.dump()])
        engine.execute("CHECKPOINT built")
    finally:
        engine.execute("DETACH built")
