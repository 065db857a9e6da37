"""Writing the typed table and the cells it came from: one Parquet file each, rows in file order, in bounded memory."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from springhead.engine.tables import kernels
from springhead.engine.tables.arrow import Array
from springhead.engine.tables.deciding import ColumnPlan
from springhead.engine.tables.pieces import PieceResult

GROUP: Final = 122_880  # rows of a row group (DuckDB reads such groups in parallel)
PAGE: Final = 4_096  # rows of a row group of the raw cells, which are looked at a page at a time
BYTES: Final = 64 << 20  # bytes gathered before a group is written, for very wide rows


class _Writer:
    """A Parquet file that grows by batches."""

    def __init__(self, path: Path, schema: pa.Schema, *, group: int) -> None:
        self._schema, self._group = schema, group
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", write_statistics=True)
        self._waiting: list[pa.RecordBatch] = []
        self._rows = self._bytes = 0

    def add(self, arrays: Sequence[Array]) -> None:
        """Take the next rows."""
        batch = pa.RecordBatch.from_arrays(list(arrays), schema=self._schema)
        self._waiting.append(batch)
        self._rows += batch.num_rows
        self._bytes += batch.nbytes
        if self._rows >= GROUP or self._bytes >= BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            table = pa.Table.from_batches(self._waiting, self._schema)
            self._writer.write_table(table, row_group_size=self._group)
        self._waiting, self._rows, self._bytes = [], 0, 0

    def close(self) -> None:
        """Write what waits and finish the file."""
        self._flush()
        self._writer.close()


class TableWriter:
    """Writes the columns that are not dropped: typed under their names, and as the file has them.

    The raw cells stand in a file of their own, under `row` and the numbers of the columns in the typed table.
    """

    def __init__(self, table: Path, grid: Path, plans: Sequence[ColumnPlan]) -> None:
        self._kept = [at for at, plan in enumerate(plans) if not plan.dropped]
        typed = pa.schema([pa.field(plans[at].name, kernels.arrow_type(plans[at])) for at in self._kept])
        raw: list[tuple[str, pa.DataType]] = [("row", pa.int64())]
        raw += [(f"{number}", pa.string()) for number in range(len(self._kept))]
        self._table = _Writer(table, typed, group=GROUP)
        self._grid = _Writer(grid, pa.schema(raw), group=PAGE)

    def write(self, result: PieceResult) -> None:
        """Take the next piece."""
        batch = result.piece.batch
        self._table.add([result.columns[at].values for at in self._kept])
        cells = [batch.column(f"{at}").cast(pa.string()) for at in self._kept]
        self._grid.add([batch.column("row").cast(pa.int64()), *cells])

    def close(self) -> None:
        """Write what waits and finish the files."""
        self._table.close()
        self._grid.close()
