"""Rows of a table for pages that work without script: its first ones, or any page of a file not yet published. No Django."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any, Final

import apsw
import pyarrow.parquet as pq

from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores.layout import Layout

SHOWN: Final = 10
PAGE: Final = 50  # rows of a page
WIDE: Final = 40  # columns of a page
BATCH: Final = 1_024  # rows decoded at a time
WIDEST: Final = 120  # characters of one cell
NARROW: Final = 10  # characters that fit one line of a cell


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as a page writes it."""

    text: str
    number: bool
    short: bool = False  # a date, a time, a code or a name: kept on one line


def rows(store: Path, columns: Sequence[Column], *, limit: int = SHOWN) -> list[list[Cell]]:
    """Return the first rows in file order; an unreadable store shows none instead of breaking the page."""
    try:
        found = _read(store, limit)
    except (apsw.Error, OSError):
        return []
    return [[_cell(value, column) for value, column in zip(row, columns, strict=False)] for row in found]


def _read(store: Path, limit: int) -> list[tuple[Any, ...]]:
    uri = f"file:{store.as_posix().replace('?', '%3f').replace('#', '%23')}?mode=ro&immutable=1"
    connection = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    try:
        layout = Layout.load(str(next(iter(connection.execute("SELECT layout FROM meta")))[0]))
        names = ", ".join(cell.name for cell in layout.cells)
        return list(connection.execute(f"SELECT {names} FROM t ORDER BY rowid LIMIT ?", (limit,)))  # noqa: S608  internal names
    finally:
        connection.close()


@dataclass(frozen=True, slots=True)
class Change:
    """One cell as it will be, and what the file has where that is something else."""

    after: Cell
    before: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row, numbered as a spreadsheet counts."""

    row: int
    cells: tuple[Change, ...]


def compared(table: Path, grid: Path, columns: Sequence[Column], *, at: int, first: int = 0) -> list[Line]:
    """Return a page of rows from `at` on of a file that was read, typed beside raw: `WIDE` columns from `first` on.

    `table` and `grid` are the Parquet files of the reader. One row group at most is decoded, in small batches.
    """
    places = range(first, min(first + WIDE, len(columns)))
    raw = _slice(grid, ["row", *(f"{place}" for place in places)], at)
    typed = _slice(table, [columns[place].name for place in places], at)
    return [
        Line(
            before[0],
            tuple(_change(b, a, columns[p]) for b, a, p in zip(before[1:], after, places, strict=True)),
        )
        for before, after in zip(raw, typed, strict=True)
    ]


def _slice(path: Path, names: list[str], at: int) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    with pq.ParquetFile(path) as file:
        begin = 0
        for group in range(file.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            if begin + size > at and begin < at + PAGE:
                found += _of_group(file, group, names, max(at - begin, 0), at + PAGE - begin)
            begin += size
    return found


def _of_group(
    file: pq.ParquetFile, group: int, names: list[str], start: int, end: int
) -> Iterator[tuple[Any, ...]]:
    begin = 0
    for batch in file.iter_batches(BATCH, row_groups=[group], columns=names):
        if begin + batch.num_rows > start:
            part = batch.slice(max(start - begin, 0), end - max(begin, start))
            yield from zip(*(part.column(name).to_pylist() for name in names), strict=True)
        begin += batch.num_rows
        if begin >= end:
            return


def _change(before: str | None, after: Any, column: Column) -> Change:
    cell = _cell(_plain(after), column)
    raw = (before or "").strip()
    same = (
        raw == str(_plain(after) if after is not None else "")
        or raw == cell.text
        or _equal(raw, after, column)
    )
    return Change(cell) if same else Change(cell, raw[:WIDEST], changed=True)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value


def _equal(raw: str, after: Any, column: Column) -> bool:
    """Tell whether a number is only written in another way: 12.70 and 12.7."""
    if column.type not in (Type.INTEGER, Type.DECIMAL) or after is None:
        return False
    try:
        return float(raw) == float(after)
    except ValueError:
        return False


def _cell(value: Any, column: Column) -> Cell:
    if value is None:
        return Cell("", number=False)
    if column.type in (Type.INTEGER, Type.DECIMAL):
        return Cell(_number(value), number=True)
    if column.type is Type.BOOLEAN:
        return Cell("true" if value else "false", number=False)
    text = str(value).replace("T", " ") if column.type is Type.DATETIME else str(value)
    if column.type is not Type.TEXT:
        return Cell(text, number=False, short=True)
    return Cell(
        text if len(text) <= WIDEST else text[: WIDEST - 1] + "…", number=False, short=len(text) <= NARROW
    )


def _number(value: float) -> str:
    """Write a number as the data API and the sorted table write it: plainly, without separators."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)
