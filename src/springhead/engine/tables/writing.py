"""Writing the typed table: one Parquet file, rows in file order, in bounded memory."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from springhead.engine.tables import kernels
from springhead.engine.tables.deciding import ColumnPlan
from springhead.engine.tables.pieces import PieceResult

GROUP: Final = 122_880  # rows of a row group (DuckDB reads such groups in parallel)
BYTES: Final = 64 << 20  # bytes gathered before a group is written, for very wide rows


class TableWriter:
    """Writes the columns that are not dropped, under their names."""

    def __init__(self, path: Path, plans: Sequence[ColumnPlan]) -> None:
        self._kept = [at for at, plan in enumerate(plans) if not plan.dropped]
        fields = [pa.field(plans[at].name, kernels.arrow_type(plans[at])) for at in self._kept]
        self._schema = pa.schema(fields)
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd", write_statistics=True)
        self._waiting: list[pa.RecordBatch] = []
        self._rows = self._bytes = 0

    def write(self, result: PieceResult) -> None:
        """Take the next piece."""
        arrays = [result.columns[at].values for at in self._kept]
        batch = pa.RecordBatch.from_arrays(arrays, schema=self._schema)
        self._waiting.append(batch)
        self._rows += batch.num_rows
        self._bytes += batch.nbytes
        if self._rows >= GROUP or self._bytes >= BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            table = pa.Table.from_batches(self._waiting, self._schema)
            self._writer.write_table(table, row_group_size=GROUP)
        self._waiting, self._rows, self._bytes = [], 0, 0

    def close(self) -> None:
        """Write what waits and finish the file."""
        self._flush()
        self._writer.close()
