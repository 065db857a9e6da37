"""The query tree in SQLite's words."""

from typing import Any, Final

from springhead.engine.tables.query.sql import COMPARED, Compiled, Compiler, after_prefix
from springhead.engine.tables.query.tree import (
    After,
    Bucket,
    ExportQuery,
    Op,
    RowsQuery,
    Sort,
    Value,
)
from springhead.engine.tables.stores import codec
from springhead.engine.tables.stores.layout import Cell, Layout

BUCKETS: Final = {
    Bucket.YEAR: "substr({}, 1, 4)",
    Bucket.MONTH: "substr({}, 1, 7)",
    Bucket.WEEK: "date({}, '-6 days', 'weekday 1')",
    Bucket.DAY: "substr({}, 1, 10)",
    Bucket.HOUR: "substr({}, 1, 13)",
}


class SqliteCompiler(Compiler):
    """SQLite keeps dates as text and truth as 0 and 1."""

    row = "rowid"
    line_end = "char(10)"

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout)
        self._whole = tuple(range(len(layout.cells)))

    def mark(self, cell: Cell) -> str:  # noqa: ARG002  others need the cell
        """Return a plain placeholder: values are bound as they are stored."""
        return "?"

    def contains(self, name: str) -> str:
        """Return a substring test without wildcards."""
        return f"instr({name}, ?) > 0"

    def starts(self, name: str, value: Value, params: list[Any]) -> str:
        """Return a range, which an index can answer."""
        end = after_prefix(str(value))
        params += [value] if end is None else [value, end]
        return f"{name} >= ?" if end is None else f"({name} >= ? AND {name} < ?)"

    def shown(self, cell: Cell, expression: str) -> str:
        """Return the value for JSON."""
        return codec.shown_by_sqlite(cell, expression)

    def key(self, cell: Cell) -> str:
        """Return the value as stored."""
        return cell.name

    def nulls(self, cell: Cell, item: Sort) -> str:
        """Return nothing where SQLite's own order (no value is smallest) already puts them last."""
        return " NULLS LAST" if cell.nullable and not item.descending else ""

    def text(self, query: RowsQuery, names: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
        """Return each row as JSON bytes, ready-made where it can be (as plain columns when too wide)."""
        cells = [self.layout.cells[index] for index in query.fields]
        if len(cells) > codec.WIDEST_OBJECT:
            return "t", ", ".join(plain(cell) for cell in cells), ()
        if query.as_arrays:
            values = ", ".join(self.shown(cell, cell.name) for cell in cells)
            return "t", f"CAST(json_array({values}) AS BLOB)", ()
        if query.fields != self._whole or names != self.layout.texts:
            return "t", f"CAST({self.object(query.fields)} AS BLOB)", names
        if query.where.is_empty and not query.sort:
            return "j", "text", ()
        return "t", "(SELECT text FROM j WHERE r = t.rowid)", ()

    def _walks(self, query: RowsQuery) -> bool:
        """Tell whether file order is asked for in words an index ending in time can answer without a sort."""
        time = self.layout.ordered
        if not time or query.sort:
            return False
        names = [(self.layout.cells[item.column].name, item) for item in query.where.filters]
        equal = {name for name, item in names if item.op in (Op.EQ, Op.IN) and len(item.values) == 1}
        if any((name,) in self.layout.indexes for name in equal - {time}):
            return False  # a look-up: its index already is in file order
        within = any(name == time and item.op in COMPARED for name, item in names)
        return within or any((name, time) in self.layout.indexes for name in equal)

    def behind(self, query: RowsQuery, after: After, params: list[Any]) -> str:
        """Return the condition in the words of the order."""
        if not self._walks(query):
            return super().behind(query, after, params)
        params += [after.row, after.row]
        name = self.layout.ordered
        return f"({name}, rowid) > ((SELECT {name} FROM t WHERE rowid = ?), ?)"  # noqa: S608  internal names

    def page_order(self, query: RowsQuery) -> str:
        """Return the order; that of the file in words an index can answer, where there is one."""
        return f" ORDER BY {self.layout.ordered}, rowid" if self._walks(query) else super().page_order(query)

    def plain(self, query: ExportQuery) -> Compiled:
        """Return SQL for all rows with truth as 0 and 1, for typed columns."""
        cells = [self.layout.cells[index] for index in query.fields]
        return self._all(", ".join(plain(cell) for cell in cells), [], query)

    def piece(self, json: str) -> str:
        """Return bytes."""
        return f"CAST({json} AS BLOB)"

    def span(self, cell: Cell, bucket: Bucket) -> tuple[str, str]:
        """Return the start of the text that tells the span."""
        moment = f"strftime('%Y-%m-%dT%H:%M:%S', {cell.name}, '+8 hours')" if cell.utc else cell.name
        return BUCKETS[bucket].format(moment), hour_text(cell) if bucket is Bucket.HOUR else "{}"


def plain(cell: Cell) -> str:
    """Return the expression of a value that Python or Arrow will take over."""
    return f"{cell.name} || 'Z'" if cell.utc else cell.name


def hour_text(cell: Cell) -> str:
    """Return how the first 13 characters of a datetime are shown as an hour."""
    return "{} || ':00+08:00'" if cell.utc else "{} || ':00'"
