"""The query tree in DuckDB's words."""

from typing import Any, Final

from springhead.engine.tables.query.compile_sqlite import hour_text
from springhead.engine.tables.query.sql import Compiler
from springhead.engine.tables.query.tree import (
    Bucket,
    Function,
    RowsQuery,
    Value,
)
from springhead.engine.tables.schema import Type
from springhead.engine.tables.stores import codec
from springhead.engine.tables.stores.layout import Cell

SHOWN_BUCKETS: Final = {
    Bucket.YEAR: "left(CAST({} AS VARCHAR), 4)",
    Bucket.MONTH: "left(CAST({} AS VARCHAR), 7)",
    Bucket.WEEK: "left(CAST({} AS VARCHAR), 10)",
    Bucket.DAY: "left(CAST({} AS VARCHAR), 10)",
    Bucket.HOUR: "replace(left(CAST({} AS VARCHAR), 13), ' ', 'T')",
}


class DuckCompiler(Compiler):
    """DuckDB keeps real dates, and row numbers in a column of their own."""

    row = "r"
    line_end = "chr(10)"
    name_mark = "CAST(? AS VARCHAR)"
    file_order = ""  # one thread and preserve_insertion_order keep the order of the file, without a sort

    def mark(self, cell: Cell) -> str:
        """Return a placeholder of the column's type."""
        return "?" if cell.type is Type.TEXT else f"CAST(? AS {codec.DUCKDB[cell.type]})"

    def contains(self, name: str) -> str:
        """Return a substring test without wildcards."""
        return f"contains({name}, ?)"

    def starts(self, name: str, value: Value, params: list[Any]) -> str:
        """Return a prefix test."""
        params.append(value)
        return f"starts_with({name}, ?)"

    def shown(self, cell: Cell, expression: str) -> str:
        """Return the value for JSON: dates as ISO text, truth as it is."""
        if cell.type is Type.BOOLEAN:
            return expression
        text = codec.as_text(cell, expression)
        return f"{text} || 'Z'" if cell.utc else text

    def key(self, cell: Cell) -> str:
        """Return the value as SQLite would keep it, so that a cursor serves both engines."""
        return codec.as_text(cell, cell.name)

    def text(self, query: RowsQuery, names: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:  # noqa: ARG002  SQLite needs it
        """Return plain columns: Python writes the JSON of a page faster than DuckDB."""
        cells = (self.layout.cells[index] for index in query.fields)
        return "t", ", ".join(self.shown(cell, cell.name) for cell in cells), ()

    def limit(self, most: int, params: list[Any]) -> str:  # noqa: ARG002  SQLite needs it
        """Return the number itself: the optimizer uses it."""
        return f"LIMIT {most:d}"

    def piece(self, json: str) -> str:
        """Return text followed by a comma."""
        return f"{json} || ','"

    def span(self, cell: Cell, bucket: Bucket) -> tuple[str, str]:
        """Return the moment cut off."""
        moment = f"({cell.name} + INTERVAL 8 HOUR)" if cell.utc else cell.name
        shown = SHOWN_BUCKETS[bucket]
        if bucket is Bucket.HOUR:
            shown = hour_text(cell).replace("{}", shown)
        return f"date_trunc('{bucket}', {moment})", shown

    def figure(self, function: Function, cell: Cell) -> str:
        """Return the figure; sums of whole numbers stay whole numbers of 64 bits."""
        if function is Function.SUM and cell.type is Type.INTEGER:
            return f"CAST(sum({cell.name}) AS BIGINT)"
        if function is Function.MEDIAN:
            return f"median(CAST({cell.name} AS DOUBLE))"
        return super().figure(function, cell)
