"""What both compilers share: conditions, order and keyset are the same thoughts, only some words differ.

SQL made here holds internal names, numbers and marks. Values are bound; so are the published names that
become keys of JSON objects. No word of a file or of a request ever stands in SQL text.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Final

from springhead.engine.tables.query.tree import (
    After,
    AggregateQuery,
    Box,
    Bucket,
    ExportQuery,
    Filter,
    Function,
    Group,
    Measure,
    Op,
    RowsQuery,
    Sort,
    Value,
    Where,
)
from springhead.engine.tables.stores.layout import Cell, Layout

COMPARED: Final = {Op.GT: ">", Op.GTE: ">=", Op.LT: "<", Op.LTE: "<="}
KEPT: Final = 200  # texts of objects, by their fields
LAST_CODE: Final = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL and the values to bind, in order."""

    sql: str
    params: tuple[Any, ...]


class Compiler(ABC):
    """Writes query trees as SQL for one layout."""

    row: str  # expression of the row number, from 1
    line_end: str

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._objects: dict[tuple[int, ...], str] = {}

    @abstractmethod
    def mark(self, cell: Cell) -> str:
        """Return the placeholder of a value that is compared with this column."""

    @abstractmethod
    def contains(self, name: str) -> str:
        """Return the condition that a (folded) text column contains a value."""

    @abstractmethod
    def starts(self, name: str, value: Value, params: list[Any]) -> str:
        """Return the condition that a text column starts with a value."""

    @abstractmethod
    def shown(self, cell: Cell, expression: str) -> str:
        """Return the expression of a stored value as it is shown in JSON and exports."""

    @abstractmethod
    def key(self, cell: Cell) -> str:
        """Return the expression of a value as a cursor keeps it."""

    @abstractmethod
    def text(self, query: RowsQuery, names: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
        """Return the table to read, the expressions of a row of a page, and what is bound in them."""

    @abstractmethod
    def piece(self, json: str) -> str:
        """Return the JSON of a group in the form the store joins."""

    @abstractmethod
    def span(self, cell: Cell, bucket: Bucket) -> tuple[str, str]:
        """Return the span of time a value falls in, in Taipei's days, and how `{}` of it is shown."""

    def rows(self, query: RowsQuery, names: tuple[str, ...]) -> Compiled:
        """Return SQL for one page and one row more, to know whether there is a next: row number, sort values, row."""
        table, shown, bound = self.text(query, names)
        keys = "".join(f", {self.key(self.layout.cells[item.column])}" for item in query.sort)
        params: list[Any] = []
        parts = self._conditions(query.where, params)
        if query.after:
            parts.append(self.behind(query, query.after, params))
        page = f"FROM {table}{_where(parts)}{self.page_order(query)} {self.limit(query.limit + 1, params)}"
        return Compiled(f"SELECT {self.row}{keys}, {shown} {page}", (*bound, *params))

    def behind(self, query: RowsQuery, after: After, params: list[Any]) -> str:
        """Return the condition that a row comes after the page before."""
        return self.after(query.sort, after, params)

    def page_order(self, query: RowsQuery) -> str:
        """Return the order of a page."""
        return self._order(query.sort)

    def limit(self, most: int, params: list[Any]) -> str:
        """Return how many rows are wanted."""
        params.append(most)
        return "LIMIT ?"

    def groups(self, query: AggregateQuery, labels: tuple[str, ...]) -> Compiled:
        """Return SQL for the groups and one more, each a JSON object."""
        inner, shown, order, params = self._grouped(query)
        pairs = ", ".join(f"{self.name_mark}, {show}" for show in shown)
        page = f"{f' ORDER BY {order}' if order else ''} {self.limit(query.limit + 1, params)}"
        ordered = f"SELECT * FROM ({inner}){page} OFFSET {query.offset:d}"  # noqa: S608  internal names
        sql = f"SELECT {self.piece(f'json_object({pairs})')} FROM ({ordered})"  # noqa: S608  internal names
        return Compiled(sql, (*labels, *params))

    def group(self, group: Group) -> tuple[str, str]:
        """Return what is grouped by, and how `{}` of it is shown."""
        cell = self.layout.cells[group.column]
        return self.span(cell, group.bucket) if group.bucket else (cell.name, self.shown(cell, "{}"))

    def measure(self, measure: Measure) -> tuple[str, str]:
        """Return the figure, and how `{}` of it is shown."""
        if measure.column is None:
            return "count(*)", "{}"
        cell = self.layout.cells[measure.column]
        if measure.function is Function.DISTINCT:
            return f"count(DISTINCT {cell.name})", "{}"
        if measure.function in (Function.MIN, Function.MAX):
            return f"{measure.function}({cell.name})", self.shown(cell, "{}")
        return self.figure(measure.function, cell), "{}"

    def figure(self, function: Function, cell: Cell) -> str:
        """Return a figure that is a number."""
        return f"{function}({cell.name})"

    def count(self, where: Where) -> Compiled:
        """Return SQL for the number of rows that meet the conditions."""
        params: list[Any] = []
        return Compiled(f"SELECT count(*) FROM t{self.conditions(where, params)}", tuple(params))  # noqa: S608  internal names

    def values(self, query: ExportQuery) -> Compiled:
        """Return SQL for all rows, one column per field."""
        cells = [self.layout.cells[index] for index in query.fields]
        shown = ", ".join(f"{self.shown(cell, cell.name)} AS {cell.name}" for cell in cells)
        return self._all(shown, [], query)

    def objects(self, query: ExportQuery, names: tuple[str, ...]) -> Compiled:
        """Return SQL for all rows, each a line of JSON."""
        return self._all(f"{self.object(query.fields)} || {self.line_end}", list(names), query)

    def features(self, query: ExportQuery, names: tuple[str, ...]) -> Compiled:
        """Return SQL for all rows, each a GeoJSON feature (RFC 7946) followed by a comma and a line feed."""
        lon, lat = self.layout.place or ("NULL", "NULL")
        point = f"json_object('type', 'Point', 'coordinates', json_array({lon}, {lat}))"
        geometry = f"CASE WHEN {lon} IS NULL OR {lat} IS NULL THEN 'null' ELSE {point} END"
        parts = f"""'{{"type":"Feature","geometry":' || {geometry} || ',"properties":' || """
        return self._all(
            f"{parts}{self.object(query.fields)} || '}},' || {self.line_end}", list(names), query
        )

    def object(self, fields: tuple[int, ...]) -> str:
        """Return the JSON object of a row; its keys are bound, in the order of the fields."""
        known = self._objects.get(fields)
        if known is None:
            cells = (self.layout.cells[index] for index in fields)
            pairs = ", ".join(f"{self.name_mark}, {self.shown(cell, cell.name)}" for cell in cells)
            if len(self._objects) >= KEPT:
                self._objects.clear()
            known = self._objects[fields] = f"json_object({pairs})"
        return known

    name_mark: str = "?"

    def conditions(self, where: Where, params: list[Any]) -> str:
        """Return ` WHERE …` or nothing, and append the values."""
        return _where(self._conditions(where, params))

    def _conditions(self, where: Where, params: list[Any]) -> list[str]:
        parts = [self._filter(condition, params) for condition in where.filters]
        parts += [self._term(term, params) for term in where.terms]
        if where.box:
            parts.append(self._box(where.box, params))
        return parts

    def order(self, sort: tuple[Sort, ...]) -> str:
        """Return the order, complete by the row number in the direction of the last column."""
        parts = []
        for item in sort:
            cell = self.layout.cells[item.column]
            parts.append(f"{cell.name}{' DESC' if item.descending else ''}{self.nulls(cell, item)}")
        down = bool(sort) and sort[-1].descending
        return ", ".join([*parts, f"{self.row}{' DESC' if down else ''}"])

    def nulls(self, cell: Cell, item: Sort) -> str:  # noqa: ARG002  an engine may need it
        """Return the words that put rows without a value last; none where the column has a value in every row."""
        return " NULLS LAST" if cell.nullable else ""

    def after(self, sort: tuple[Sort, ...], after: After, params: list[Any]) -> str:
        """Return the condition that a row comes after the last one of the page before."""
        down = bool(sort) and sort[-1].descending
        tail, values = f"{self.row} {'<' if down else '>'} ?", [after.row]
        for item, key in reversed(tuple(zip(sort, after.keys, strict=True))):
            cell = self.layout.cells[item.column]
            tail, values = self._behind(cell, item, key, tail, values)
        params += values
        return tail

    def _behind(
        self, cell: Cell, item: Sort, key: Any, tail: str, values: list[Any]
    ) -> tuple[str, list[Any]]:
        if key is None:
            return f"({cell.name} IS NULL AND {tail})", values
        sign, mark = "<" if item.descending else ">", self.mark(cell)
        rest = f"{cell.name} {sign} {mark} OR ({cell.name} = {mark} AND {tail})"
        if cell.nullable:
            return f"({cell.name} IS NULL OR {rest})", [key, key, *values]
        # The first comparison says nothing new, but an index can be entered by it.
        return f"({cell.name} {sign}= {mark} AND ({rest}))", [key, key, key, *values]

    def _all(self, shown: str, params: list[Any], query: ExportQuery) -> Compiled:
        where = self.conditions(query.where, params)
        return Compiled(f"SELECT {shown} FROM t{where}{self._order(query.sort)}", tuple(params))  # noqa: S608  internal names

    def _order(self, sort: tuple[Sort, ...]) -> str:
        return f" ORDER BY {self.order(sort)}" if sort else self.file_order

    file_order: str = " ORDER BY rowid"

    def _filter(self, condition: Filter, params: list[Any]) -> str:
        cell = self.layout.cells[condition.column]
        op, values = condition.op, condition.values
        if op is Op.ISNULL:
            return f"{cell.name} IS {'' if values[0] else 'NOT '}NULL"
        if op is Op.CONTAINS:
            params.append(values[0])
            return self.contains(cell.folded)
        if op is Op.STARTSWITH:
            return self.starts(cell.name, values[0], params)
        params.extend(values)
        if op in COMPARED:
            return f"{cell.name} {COMPARED[op]} {self.mark(cell)}"
        if len(values) == 1:
            return f"{cell.name} {'<>' if op is Op.NE else '='} {self.mark(cell)}"
        marks = ", ".join([self.mark(cell)] * len(values))
        return f"{cell.name} {'NOT ' if op is Op.NE else ''}IN ({marks})"

    def _term(self, term: str, params: list[Any]) -> str:
        columns = [cell.folded for cell in self.layout.cells if cell.folded]
        params += [term] * len(columns)
        return f"({' OR '.join(self.contains(name) for name in columns)})" if columns else "(1 = 0)"

    def _box(self, box: Box, params: list[Any]) -> str:
        lon, lat = self.layout.place or ("NULL", "NULL")
        params += [box.south, box.north, box.west, box.east]
        return f"({lat} BETWEEN ? AND ? AND {lon} BETWEEN ? AND ?)"

    def _grouped(self, query: AggregateQuery) -> tuple[str, list[str], str, list[Any]]:
        """Return the inner SELECT, how each output is shown, and the order of the outer one."""
        params: list[Any] = []
        made = [self.group(group) for group in query.groups]
        made += [self.measure(measure) for measure in query.measures]
        inner = ", ".join(f"{expression} AS o{n}" for n, (expression, _) in enumerate(made))
        by = ", ".join(f"o{n}" for n in range(len(query.groups)))
        where = self.conditions(query.where, params)
        sql = f"SELECT {inner} FROM t{where}{f' GROUP BY {by}' if by else ''}"  # noqa: S608  internal names
        shown = [show.format(f"o{n}") for n, (_, show) in enumerate(made)]
        ties = [n for n in range(len(query.groups)) if n not in {sort.output for sort in query.sort}]
        order = [f"o{sort.output}{' DESC' if sort.descending else ''} NULLS LAST" for sort in query.sort]
        return sql, shown, ", ".join(order + [f"o{n} NULLS LAST" for n in ties]), params


def _where(parts: list[str]) -> str:
    return f" WHERE {' AND '.join(parts)}" if parts else ""


def after_prefix(text: str) -> str | None:
    """Return the first text after all that start with `text`, in the order of code points; None when none is."""
    for end in range(len(text) - 1, -1, -1):
        code = ord(text[end])
        if code < LAST_CODE:
            following = 0xE000 if code == 0xD7FF else code + 1
            return text[:end] + chr(following)
    return None
