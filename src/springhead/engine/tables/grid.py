"""The meeting point of all readers: cells as text, before anything is decided about types.

Every file format ends here. A format reader yields Arrow batches of text; the checker takes it from there
and never learns whether the cells came from a CSV, a spreadsheet or a map layer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from springhead.engine.tables.findings import Finding


@dataclass(slots=True)
class Grid:
    """Cells of one table.

    `header` are the header rows as they stand (usually one; empty when the file has none).
    `batches()` may be called more than once; each batch has one `string` column per table column, named
    "0", "1", …, null where the cell is absent, and two `int64` columns: "row" (as a spreadsheet counts,
    titles and header included, from 1) and "line" (physical line of a text file; equal to row elsewhere).
    `findings` are those the reader itself made (encoding, titles, hidden sheets, broken rows).
    """

    format: str
    header: list[list[str]]
    width: int
    open_batches: Callable[[], Iterator[pa.RecordBatch]]
    findings: list[Finding] = field(default_factory=list)
    set_aside: int = 0
    encoding: str | None = None
    delimiter: str | None = None
    title_rows: int = 0
    titles: tuple[str, ...] = ()  # what the title rows say, blank ones left out
    typed: dict[int, str] = field(default_factory=dict)  # column -> type the format itself declares

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the cells, in file order, in bounded memory."""
        return self.open_batches()
