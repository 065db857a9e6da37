"""A row store, opened for reading by one thread at a time."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import apsw
import orjson
import pyarrow as pa

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.arrow import KINDS, Array
from springhead.engine.tables.query.compile_sqlite import SqliteCompiler
from springhead.engine.tables.query.errors import Stopped, TooLarge
from springhead.engine.tables.query.page import Groups, Page
from springhead.engine.tables.query.sql import Compiled
from springhead.engine.tables.query.texts import SUM_TOO_LARGE
from springhead.engine.tables.query.tree import AggregateQuery, ExportQuery, RowsQuery, Where
from springhead.engine.tables.schema import Type
from springhead.engine.tables.stores import codec
from springhead.engine.tables.stores.layout import Layout

BATCH: Final = 5_000
STEP: Final = 20_000  # virtual machine instructions between two looks at the budget: about 0.2 ms
MAPPED: Final = 8 << 30  # bytes of a file that are read through memory maps
UNLIMITED: Final = 1 << 60
STATEMENTS: Final = 200
PLAIN: Final = (Type.INTEGER, Type.DECIMAL, Type.BOOLEAN)  # all others come as text


class SqliteStore:
    """Pages, groups, counts and exports of one row store."""

    def __init__(self, path: Path) -> None:
        # "immutable": published files never change, so SQLite need not look for locks or journals.
        address = f"file:{quote(str(path.resolve()))}?immutable=1"
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        self.connection = apsw.Connection(address, flags=flags, statementcachesize=STATEMENTS)
        # A plan depends on the SQL alone, never on a value: what the planner has seen of it stays true, and no
        # statement is compiled again because of its values.
        self.connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
        for name, value in (("query_only", 1), ("trusted_schema", 0), ("mmap_size", MAPPED)):
            self.connection.pragma(name, value)
        self.layout = Layout.load(self._fetch("SELECT layout FROM meta")[0][0])
        self.compiler = SqliteCompiler(self.layout)
        self._left = UNLIMITED
        self.connection.set_progress_handler(self._spend, STEP)
        self._plans: dict[str, tuple[str, ...]] = {}
        self.verdicts: dict[str, bool] = {}  # the planner's, by SQL text

    def plan(self, compiled: Compiled) -> tuple[str, ...]:
        """Return SQLite's plan; asked once per SQL text, which values never enter."""
        known = self._plans.get(compiled.sql)
        if known is None:
            if len(self._plans) >= STATEMENTS:
                self._plans.clear()
                self.verdicts.clear()
            rows = self._fetch(f"EXPLAIN QUERY PLAN {compiled.sql}", compiled.params)
            known = self._plans[compiled.sql] = tuple(row[3] for row in rows)
        return known

    def listed(self, name: str, part: str) -> tuple[list[str], int]:
        """Return the values of a listed column that contain `part` (folded), and the number of their rows."""
        sql = "SELECT value, rows FROM v WHERE c = ? AND instr(folded, ?) > 0"
        found = self._fetch(sql, (name, part))
        return [row[0] for row in found], sum(row[1] for row in found)

    def page(self, query: RowsQuery, names: tuple[str, ...], compiled: Compiled | None = None) -> Page:
        """Return one page."""
        compiled = compiled or self.compiler.rows(query, names)
        try:
            found = self._fetch(compiled.sql, compiled.params)
        finally:
            self._left = UNLIMITED
        more = len(found) > query.limit
        if more:
            found.pop()
        first = 1 + len(query.sort)
        last = (found[-1][0], found[-1][1:first]) if more else None
        if len(query.fields) > codec.WIDEST_OBJECT:
            return Page(self._wide(query, names, found, first), len(found), last)
        return Page(b",".join([row[first] for row in found]), len(found), last)

    def allow(self, steps: int) -> None:
        """Let the next query take so many virtual machine instructions; beyond them it raises `Stopped`."""
        self._left = steps // STEP

    def _spend(self) -> bool:
        self._left -= 1
        return self._left <= 0

    def count(self, where: Where) -> int:
        """Return the number of rows that meet the conditions."""
        compiled = self.compiler.count(where)
        found: int = self._fetch(compiled.sql, compiled.params)[0][0]
        return found

    def groups(self, query: AggregateQuery, labels: tuple[str, ...]) -> Groups:
        """Return figures per group."""
        compiled = self.compiler.groups(query, labels)
        found = self._fetch(compiled.sql, compiled.params)
        items = [row[0] for row in found[: query.limit]]
        return Groups(b",".join(items), len(items), len(found) > query.limit)

    def batches(self, query: ExportQuery) -> Iterator[pa.RecordBatch]:
        """Yield all rows as typed columns; dates and times as ISO text."""
        cells = [self.layout.cells[index] for index in query.fields]
        kinds = [KINDS[cell.type if cell.type in PLAIN else Type.TEXT] for cell in cells]
        names = [cell.name for cell in cells]
        for rows in self._chunks(self.compiler.plain(query)):
            columns = zip(*rows, strict=True)
            arrays = [_array(values, kind) for values, kind in zip(columns, kinds, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, names=names)

    def lines(self, compiled: Compiled) -> Iterator[bytes]:
        """Yield the text of a one-column query in pieces."""
        for rows in self._chunks(compiled):
            yield "".join([row[0] for row in rows]).encode()

    def interrupt(self) -> None:
        """Stop whatever runs, from another thread."""
        self.connection.interrupt()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def _fetch(self, sql: str, params: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return all rows. Their columns are typed by the SQL, which no checker reads."""
        try:
            found: list[tuple[Any, ...]] = self.connection.execute(sql, params).fetchall()
        except apsw.Error as error:
            raise _told(error) from error
        return found

    def _chunks(self, compiled: Compiled) -> Iterator[list[tuple[Any, ...]]]:
        try:
            cursor = self.connection.execute(compiled.sql, compiled.params)
            while rows := list(islice(cursor, BATCH)):
                yield rows
        except apsw.Error as error:
            raise _told(error) from error

    def _wide(self, query: RowsQuery, names: tuple[str, ...], rows: list[Any], first: int) -> bytes:
        truth = [n for n, index in enumerate(query.fields) if self.layout.cells[index].type is Type.BOOLEAN]
        items = []
        for row in rows:
            values = list(row[first:])
            for n in truth:
                values[n] = None if values[n] is None else bool(values[n])
            items.append(values if query.as_arrays else dict(zip(names, values, strict=True)))
        return orjson.dumps(items)[1:-1]


def _array(values: tuple[Any, ...], kind: pa.DataType) -> Array:
    if kind == pa.bool_():
        return pa.array([None if value is None else bool(value) for value in values], kind)
    return pa.array(values, kind)


def _told(error: apsw.Error) -> Exception:
    """Return what an error of the engine means to whoever asked."""
    if isinstance(error, apsw.InterruptError):
        return Stopped()
    if isinstance(error, apsw.NoMemError):
        return TooLarge()
    if isinstance(error, apsw.SQLError) and "integer overflow" in str(error):
        return Refused(SUM_TOO_LARGE.at("agg"))
    return RuntimeError(str(error))
