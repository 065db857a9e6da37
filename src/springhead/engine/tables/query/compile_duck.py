"""The query tree in DuckDB's words."""

from typing import Any, Final

from springhead.engine.tables.query.compile_sqlite import hour_text
from springhead.engine.tables.query.sql import Compiled, Compiler
from springhead.engine.tables.query.tree import (
    AggregateQuery,
    Bucket,
    Function,
    Group,
    Measure,
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

    def rows(self, query: RowsQuery, names: tuple[str, ...]) -> Compiled:  # noqa: ARG002
        """Return row number, sort values and plain columns."""
        params: list[Any] = []
        cells = [self.layout.cells[index] for index in query.fields]
        keys = "".join(f", {self.key(self.layout.cells[item.column])}" for item in query.sort)
        shown = ", ".join(self.shown(cell, cell.name) for cell in cells)
        filters = self.conditions(query.where, params)
        if query.after:
            behind = self.after(query.sort, query.after, params)
            filters = f"{filters} AND {behind}" if filters else f" WHERE {behind}"
        order = f" ORDER BY {self.order(query.sort)}" if query.sort else self.file_order
        sql = f"SELECT {self.row}{keys}, {shown} FROM t{filters}{order} LIMIT {query.limit + 1:d}"  # noqa: S608
        return Compiled(sql, tuple(params))

    def groups(self, query: AggregateQuery, labels: tuple[str, ...]) -> Compiled:
        """Return each group as JSON text followed by a comma."""
        inner, shown, order, params = self._grouped(query)
        pairs = ", ".join(f"{self.name_mark}, {show}" for show in shown)
        page = f"LIMIT {query.limit + 1:d} OFFSET {query.offset:d}"
        ordered = f"SELECT * FROM ({inner}){f' ORDER BY {order}' if order else ''} {page}"  # noqa: S608
        return Compiled(f"SELECT json_object({pairs}) || ',' FROM ({ordered})", (*labels, *params))  # noqa: S608

    def group(self, group: Group) -> tuple[str, str]:
        """Return a column, or its time cut off."""
        cell = self.layout.cells[group.column]
        if group.bucket is None:
            return cell.name, self.shown(cell, "{}")
        moment = f"({cell.name} + INTERVAL 8 HOUR)" if cell.utc else cell.name
        shown = SHOWN_BUCKETS[group.bucket]
        if group.bucket is Bucket.HOUR:
            shown = hour_text(cell).replace("{}", shown)
        return f"date_trunc('{group.bucket}', {moment})", shown

    def measure(self, measure: Measure) -> tuple[str, str]:
        """Return the figure; sums of whole numbers stay whole numbers of 64 bits."""
        if measure.column is None:
            return "count(*)", "{}"
        cell = self.layout.cells[measure.column]
        if measure.function is Function.DISTINCT:
            return f"count(DISTINCT {cell.name})", "{}"
        if measure.function in (Function.MIN, Function.MAX):
            return f"{measure.function}({cell.name})", self.shown(cell, "{}")
        if measure.function is Function.SUM and cell.type is Type.INTEGER:
            return f"CAST(sum({cell.name}) AS BIGINT)", "{}"
        if measure.function is Function.MEDIAN:
            return f"median(CAST({cell.name} AS DOUBLE))", "{}"
        return f"{measure.function}({cell.name})", "{}"
