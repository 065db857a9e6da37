"""Rows of text, written once to an Arrow file in the work folder and read back as often as wanted.

Formats that cannot be read twice cheaply (spreadsheets, JSON, XML, maps) are spooled here, so that memory
stays bounded by one batch whatever the size of the file.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

import pyarrow as pa

Row = tuple[int, Sequence[str | None]]  # row number as a spreadsheet counts, and its cells

BATCH_CELLS: Final = 500_000
BATCH_CHARACTERS: Final = 16 << 20


def schema(width: int) -> "pa.Schema":
    """Return the schema of a grid's batches: text columns "0", "1", …, then "row" and "line"."""
    fields: list[pa.Field[Any]] = [pa.field(str(index), pa.string()) for index in range(width)]
    return pa.schema([*fields, pa.field("row", pa.int64()), pa.field("line", pa.int64())])


def spool(rows: Iterable[Row], width: int, work: Path) -> Callable[[], Iterator["pa.RecordBatch"]]:
    """Write rows of exactly `width` cells to a file in `work`; return what opens them again."""
    with NamedTemporaryFile(dir=work, prefix="grid-", suffix=".arrow", delete=False) as named:
        file = Path(named.name)
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, schema(width)) as writer:
        for batch in batches(rows, width):
            writer.write_batch(batch)
    return lambda: _read(file)


def batches(rows: Iterable[Row], width: int) -> Iterator["pa.RecordBatch"]:
    """Group rows into batches of bounded size."""
    most = max(1, BATCH_CELLS // max(1, width))
    group: list[Row] = []
    characters = 0
    for row in rows:
        group.append(row)
        characters += sum(len(cell) for cell in row[1] if cell)
        if len(group) >= most or characters >= BATCH_CHARACTERS:
            yield _batch(group, width)
            group, characters = [], 0
    if group:
        yield _batch(group, width)


def _batch(group: list[Row], width: int) -> "pa.RecordBatch":
    numbers = pa.array([number for number, _ in group], pa.int64())
    columns = list(zip(*(cells for _, cells in group), strict=True)) if width else []
    arrays = [pa.array(column, pa.string()) for column in columns]
    return pa.record_batch([*arrays, numbers, numbers], schema=schema(width))


def _read(file: Path) -> Iterator["pa.RecordBatch"]:
    with pa.memory_map(str(file)) as source, pa.ipc.open_file(source) as reader:
        for index in range(reader.num_record_batches):
            yield reader.get_batch(index)
