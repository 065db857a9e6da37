"""The one storage codec: how each type is written, and how both engines show it.

SQLite has no dates: there, dates, times and datetimes are ISO 8601 text without trailing zeros in the
fraction and without a zone, so that text order is time order and equal instants are equal text.
"""

from collections.abc import Iterable
from typing import Final

from springhead.engine.tables.schema import Type
from springhead.engine.tables.stores.layout import Cell

SQLITE: Final = {
    Type.TEXT: "TEXT",
    Type.INTEGER: "INTEGER",
    Type.DECIMAL: "REAL",
    Type.BOOLEAN: "INTEGER",
    Type.DATE: "TEXT",
    Type.TIME: "TEXT",
    Type.DATETIME: "TEXT",
}
DUCKDB: Final = {
    Type.TEXT: "VARCHAR",
    Type.INTEGER: "BIGINT",
    Type.DECIMAL: "DOUBLE",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
    Type.TIME: "TIME",
    Type.DATETIME: "TIMESTAMP",
}
WIDEST_OBJECT: Final = 400  # columns; SQLite takes at most 1,000 arguments of a function
_TRUTH: Final = "json(CASE {} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"


def from_parquet(cell: Cell) -> str:
    """Return the DuckDB expression that turns a Parquet value into the stored one."""
    if cell.type is Type.DECIMAL:  # JSON has no NaN and no infinity
        return f"CASE WHEN isfinite({cell.name}) THEN {cell.name} END"
    if cell.utc:
        return f"({cell.name} AT TIME ZONE 'UTC')"
    return f"CAST({cell.name} AS {DUCKDB[cell.type]})"


def as_text(cell: Cell, expression: str) -> str:
    """Return the DuckDB expression that shows a stored value as SQLite keeps it."""
    if cell.type is Type.DATETIME:
        return f"replace(CAST({expression} AS VARCHAR), ' ', 'T')"
    if cell.type in (Type.DATE, Type.TIME):
        return f"CAST({expression} AS VARCHAR)"
    if cell.type is Type.BOOLEAN:
        return f"CAST({expression} AS TINYINT)"
    return expression


def shown_by_sqlite(cell: Cell, expression: str) -> str:
    """Return the SQLite expression of a stored value as JSON shows it."""
    if cell.type is Type.BOOLEAN:
        return _TRUTH.format(expression)
    return f"{expression} || 'Z'" if cell.utc else expression


def object_of_sqlite(cells: Iterable[Cell]) -> str:
    """Return the SQLite expression of a row as a JSON object; its keys are bound, in the order of the cells."""
    return f"json_object({', '.join(f'?, {shown_by_sqlite(cell, cell.name)}' for cell in cells)})"
