"""Columns made for searching: folded copies of text, and longitude and latitude computed from TWD97.

They are added to a copy of the typed Parquet file, so that both stores are built from the same values.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from springhead.engine.kernel.fold import fold
from springhead.engine.tables.arrow import Array
from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores.layout import Layout

NUMBERS: Final = (Type.DECIMAL, Type.INTEGER)
BATCH: Final = 50_000
TWD97: Final = "EPSG:3826"  # TM2 zone 121, where the column does not say another
WGS84: Final = "EPSG:4326"
# DuckDB's regular expression of what folding may change: anything but small Latin letters, digits, signs and
# ideographs, and the ideographs that have a variant. A copy too many costs space, a copy too few is wrong.
FOLDABLE: Final = "[^ -@\\[-~\u4e00-\u9fff]|[台裏峯]"

Maker = Callable[[pa.RecordBatch], Array]


def published_place(columns: tuple[Column, ...]) -> tuple[int, int] | None:
    """Return the positions of the longitude and latitude columns, if both are there and are numbers."""
    return _pair(columns, "longitude", "latitude")


def twd97_place(columns: tuple[Column, ...]) -> tuple[int, int] | None:
    """Return the positions of the TWD97 x and y columns, if both are there and are numbers."""
    return _pair(columns, "twd97_x", "twd97_y")


def prepare(parquet: Path, columns: tuple[Column, ...], layout: Layout, target: Path) -> Path:
    """Return a file with the columns of `layout.stored()`: `parquet` itself, or a copy at `target`."""
    makers = _makers(columns, layout)
    if not makers:
        return parquet
    source = pq.ParquetFile(parquet)
    kinds = [
        pa.string() if name.startswith("f") else pa.float64() for name in layout.stored()[len(columns) :]
    ]
    names = [f"{n}" for n in range(len(columns) + len(makers))]
    schema = pa.schema(list(zip(names, [*source.schema_arrow.types, *kinds], strict=True)))
    with pq.ParquetWriter(target, schema, compression="lz4") as writer:
        for batch in source.iter_batches(BATCH):
            made = [make(batch) for make in makers]
            writer.write_batch(pa.RecordBatch.from_arrays([*batch.columns, *made], schema=schema))
    return target


def folded(values: Array) -> Array:
    """Return the folded text of a column; each different value is folded once."""
    encoded = values.cast(pa.string()).dictionary_encode()
    different = pa.array([fold(value) for value in encoded.dictionary.to_pylist()], pa.string())
    return different.take(encoded.indices)


def _makers(columns: tuple[Column, ...], layout: Layout) -> list[Maker]:
    makers: list[Maker] = [
        partial(_folded_at, position)
        for position, cell in enumerate(layout.cells)
        if cell.folded not in ("", cell.name)
    ]
    pair = twd97_place(columns)
    if layout.made_place and pair:
        crs = columns[pair[0]].crs or TWD97
        makers += [_degrees(pair, 0, crs), _degrees(pair, 1, crs)]
    return makers


def _folded_at(position: int, batch: pa.RecordBatch) -> Array:
    return folded(batch.column(position))


def _degrees(pair: tuple[int, int], axis: int, crs: str) -> Maker:
    from pyproj import Transformer

    change = Transformer.from_crs(crs, WGS84, always_xy=True)

    def make(batch: pa.RecordBatch) -> Array:
        x, y = (np.asarray(batch.column(i).cast(pa.float64()).fill_null(np.nan)) for i in pair)
        degrees = np.round(change.transform(x, y)[axis], 7)
        return pa.array(np.where(np.isfinite(degrees), degrees, np.nan), pa.float64(), from_pandas=True)

    return make


def _pair(columns: tuple[Column, ...], first: str, second: str) -> tuple[int, int] | None:
    at = {column.role: i for i, column in enumerate(columns) if column.type in NUMBERS}
    return (at[first], at[second]) if first in at and second in at else None
