"""Rows that say exactly the same as an earlier row.

A column of whole numbers that only ever grows proves that no two rows are alike, and most large tables have
one. Otherwise every row leaves a print of 64 bits, and equal prints are told.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa

from springhead.engine.tables import texts
from springhead.engine.tables.arrow import Array
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.pieces import Piece

MOST: Final = 5_000_000  # rows of a table that are compared; a longer one is not looked at
SMALL: Final = 20_000  # rows of a table that Python hashes faster than an engine is loaded
SHOWN: Final = 1_000  # rows told one by one
USUAL: Final = (
    10  # where one row in so many is like another, they are told together: that is how such data are
)

Ends = tuple[int, int]  # the first and the last number of a growing column


def growing(values: Array) -> Ends | None:
    """Return the ends of a column of integers that only grows (blanks among them do not matter), else None."""
    numbers = values.drop_null().to_numpy(zero_copy_only=False)
    if not len(numbers) or bool((numbers[1:] <= numbers[:-1]).any()):
        return None
    return int(numbers[0]), int(numbers[-1])


def joined(before: Ends | None, after: Ends | None) -> Ends | None:
    """Return the ends of two stretches that follow one another, None when they do not grow on."""
    if before is None or after is None or before[1] >= after[0]:
        return None
    return before[0], after[1]


def find(pieces: Iterable[Piece], width: int, rows: int) -> Iterator[tuple[Finding, int]]:
    """Tell the rows equal to an earlier one, each finding with the count of rows it stands for."""
    prints, places = [], []
    for piece in pieces:
        prints.append(_prints(piece.batch, width, small=rows <= SMALL))
        places.append(np.stack([piece.batch.column(name).to_numpy() for name in ("row", "line")]))
    if not prints:
        return
    whole, where = np.concatenate(prints), np.concatenate(places, axis=1)
    order = np.argsort(whole, kind="stable")
    same = np.flatnonzero(whole[order][1:] == whole[order][:-1]) + 1
    first = np.searchsorted(whole[order], whole[order][same])  # the earliest of each group of equal rows
    pairs = sorted(zip(order[same].tolist(), order[first].tolist(), strict=True))
    together = len(pairs) > SHOWN or (len(pairs) > USUAL and len(pairs) * USUAL > rows)
    for at, earlier in pairs[:1] if together else pairs:
        row, line = (int(number) for number in where[:, at])
        problem = texts.DUPLICATE_ROW.at("", value=int(where[0, earlier]), count=len(pairs))
        yield Finding(problem, row, line), len(pairs) if together else 1


def _prints(batch: pa.RecordBatch, width: int, *, small: bool) -> Any:
    columns = [batch.column(at) for at in range(width)]
    if small:
        rows = zip(*(column.to_pylist() for column in columns), strict=True)
        return np.fromiter(map(hash, rows), np.int64, batch.num_rows)
    import duckdb  # hashes whole columns; loaded only for a table without a growing column

    names = (duckdb.ColumnExpression(str(at)) for at in range(width))
    table = pa.Table.from_batches([batch])
    with duckdb.connect(":memory:", config={"threads": 1}) as db:
        found = db.from_arrow(table).select(duckdb.FunctionExpression("hash", *names).alias("print"))
        return found.fetchnumpy()["print"].view(np.int64)
