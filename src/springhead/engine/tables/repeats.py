"""Rows that are no records: header rows again, as when files are joined end to end, and totals between the rows."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from springhead.engine.tables import texts
from springhead.engine.tables.arrow import Array, pc
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.pieces import Piece

_AROUND: Final = " \t\r\n\u3000\ufeff"  # a file that was joined on may bring its byte order mark
_TOTALS: Final = pa.array(
    [
        f"{word}{mark}"
        for word in (
            "總計",
            "合計",
            "小計",
            "總和",
            "加總",
            "總　計",
            "合　計",
            "小　計",
            "總 計",
            "合 計",
            "小 計",
            "Total",
            "TOTAL",
            "total",
            "Subtotal",
            "Grand Total",
        )
        for mark in ("", ":", "：")
    ]
)
_LEADING: Final = 2  # columns in which a total names itself
TOLD: Final = 1_000  # totals of one piece told one by one


def tell_totals(piece: Piece, width: int) -> None:
    """Tell the rows that are totals of others; they stay in the table, for statistics are made of them."""
    found: set[int] = set()
    for at in range(min(_LEADING, width)):
        same = pc.is_in(pc.utf8_trim_whitespace(piece.batch.column(at)), value_set=_TOTALS)
        found |= set(np.flatnonzero(same.to_numpy(zero_copy_only=False)).tolist())
    for place in sorted(found)[:TOLD]:
        cells = [piece.batch.column(at)[place].as_py() for at in range(min(_LEADING, width))]
        shown = next(cell for cell in cells if cell)
        row, line = (piece.batch.column(name)[place].as_py() for name in ("row", "line"))
        piece.findings.append(Finding(texts.TOTAL_ROW.at("", value=shown), row, line, None, shown))


def without(piece: Piece, header: Sequence[Sequence[str]]) -> Piece:
    """Set the rows aside that are one of the header rows again; the piece itself where there are none."""
    found = sorted({at for row in header for at in _same(piece.batch, row)})
    if not found:
        return piece
    rows, lines = piece.batch.column("row"), piece.batch.column("line")
    for at in found:
        cells = (piece.batch.column(column)[at].as_py() or "" for column in range(len(header[0])))
        shown = ",".join(cells)[:60]
        place = rows[at].as_py(), lines[at].as_py()
        piece.findings.append(Finding(texts.REPEATED_HEADER.at("", value=shown), *place, None, shown))
    keep = np.ones(piece.batch.num_rows, bool)
    keep[found] = False
    piece.batch = piece.batch.filter(pa.array(keep))
    piece.set_aside += len(found)
    return piece


def _same(batch: pa.RecordBatch, row: Sequence[str]) -> list[int]:
    """Return where a batch has exactly these cells; a row with fewer than two names is not looked for."""
    named = [at for at, cell in enumerate(row) if cell.strip()]
    if len(named) < 2:
        return []
    places = np.arange(batch.num_rows)
    for at in (*named, *(at for at in range(len(row)) if at not in named)):
        some: Array = pa.array(places, pa.int64())
        cells = batch.column(at) if len(places) == batch.num_rows else batch.column(at).take(some)
        same = pc.fill_null(
            pc.equal(pc.utf8_trim(cells, _AROUND), row[at].strip(_AROUND)), not row[at].strip()
        )
        places = places[same.to_numpy(zero_copy_only=False)]
        if not len(places):
            return []
    return list(places.tolist())
