"""A DuckDB file, opened for reading: one database, a cursor per session, one thread per query."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import orjson
import pyarrow as pa

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.arrow import Array
from springhead.engine.tables.query.compile_duck import DuckCompiler
from springhead.engine.tables.query.errors import Stopped, TooLarge
from springhead.engine.tables.query.page import Groups, Page
from springhead.engine.tables.query.sql import Compiled
from springhead.engine.tables.query.texts import SUM_TOO_LARGE
from springhead.engine.tables.query.tree import AggregateQuery, ExportQuery, RowsQuery, Where
from springhead.engine.tables.stores.layout import Layout

BATCH: Final = 20_000
MEMORY: Final = "512MB"


class DuckFile:
    """The database of one file. Several sessions share it and its memory limit."""

    def __init__(self, path: Path, *, memory: str = MEMORY) -> None:
        self._database = duckdb.connect(
            str(path.resolve()),
            read_only=True,
            config={
                "threads": 1,
                "memory_limit": memory,
                "max_temp_directory_size": "0B",
                "enable_external_access": "false",
                "lock_configuration": "true",
            },
        )
        found = self._database.execute("SELECT layout FROM meta").fetchall()
        self.layout = Layout.load(found[0][0])

    def session(self) -> "DuckStore":
        """Open one more session."""
        return DuckStore(self._database.cursor(), self.layout)

    def close(self) -> None:
        """Let go of the file once the last session is closed."""
        self._database.close()


class DuckStore:
    """Pages, groups, counts and exports of one file, for one thread at a time."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, layout: Layout) -> None:
        self.connection = cursor
        self.layout = layout
        self.compiler = DuckCompiler(layout)

    def page(self, query: RowsQuery, names: tuple[str, ...]) -> Page:
        """Return one page."""
        found = self._fetch(self.compiler.rows(query, names))
        more = len(found) > query.limit
        if more:
            found.pop()
        first = 1 + len(query.sort)
        last = (found[-1][0], found[-1][1:first]) if more else None
        rows = [row[first:] for row in found]
        items: list[Any] = rows if query.as_arrays else [dict(zip(names, row, strict=True)) for row in rows]
        return Page(orjson.dumps(items)[1:-1], len(rows), last)

    def count(self, where: Where) -> int:
        """Return the number of rows that meet the conditions."""
        found: int = self._fetch(self.compiler.count(where))[0][0]
        return found

    def groups(self, query: AggregateQuery, labels: tuple[str, ...]) -> Groups:
        """Return figures per group. The text is made inside DuckDB; no Python object per group."""
        compiled = self.compiler.groups(query, labels)
        with _errors():
            table = self.connection.sql(compiled.sql, params=list(compiled.params)).to_arrow_table()
        more = table.num_rows > query.limit
        column = table.slice(0, query.limit).column(0)
        text = b"".join(raw_text(chunk) for chunk in column.chunks)
        return Groups(text.removesuffix(b","), len(column), more)

    def batches(self, query: ExportQuery) -> Iterator[pa.RecordBatch]:
        """Yield all rows as typed columns; dates and times as ISO text."""
        yield from self._stream(self.compiler.values(query))

    def lines(self, compiled: Compiled) -> Iterator[bytes]:
        """Yield the text of a one-column query in pieces."""
        for batch in self._stream(compiled):
            yield raw_text(batch.column(0))

    def interrupt(self) -> None:
        """Stop whatever runs, from another thread."""
        self.connection.interrupt()

    def close(self) -> None:
        """End the session."""
        self.connection.close()

    def _fetch(self, compiled: Compiled) -> list[tuple[Any, ...]]:
        with _errors():
            found: list[tuple[Any, ...]] = self.connection.execute(compiled.sql, compiled.params).fetchall()
        return found

    def _stream(self, compiled: Compiled) -> Iterator[pa.RecordBatch]:
        with _errors():
            relation = self.connection.sql(compiled.sql, params=list(compiled.params))
            yield from relation.to_arrow_reader(BATCH)


def raw_text(column: Array) -> bytes:
    """Return the text of all rows of a string column, joined, without making a Python object per row."""
    if column.type != pa.string():
        column = column.cast(pa.string())
    _, offsets, data = column.buffers()
    if data is None or not len(column):
        return b""
    ends = np.frombuffer(offsets, np.int32, count=len(column) + 1, offset=4 * column.offset)
    return bytes(memoryview(data)[ends[0] : ends[-1]])


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except duckdb.InterruptException as error:
        raise Stopped from error
    except duckdb.OutOfMemoryException as error:
        raise TooLarge from error
    except duckdb.ConversionException as error:
        raise Refused(SUM_TOO_LARGE.at("agg")) from error
