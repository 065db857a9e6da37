"""The first rows of a table, read from its row store for pages that work without script. No Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import apsw

from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores.layout import Layout

SHOWN: Final = 10
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
