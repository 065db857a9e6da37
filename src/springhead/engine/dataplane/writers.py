"""Text and Parquet exports, made piece by piece in a thread: no Python object per cell where the engine can do it."""

import csv as plain_csv
import io
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as fast_csv
import pyarrow.parquet as pq

from springhead.engine.dataplane.engines import Store
from springhead.engine.tables.query.grammar import ExportRequest
from springhead.engine.tables.schema import ARROW, Column, Type

BOM: Final = "\ufeff".encode()
FORMULA: Final = r"^[=+\-@\t\r]"  # what a spreadsheet may take for a formula (OWASP, CSV injection)
OPTIONS: Final = fast_csv.WriteOptions(include_header=False, batch_size=20_000)
DATES: Final = (Type.DATE, Type.TIME, Type.DATETIME)


def csv(store: Store, wanted: ExportRequest, columns: tuple[Column, ...]) -> Iterator[bytes]:
    """Yield UTF-8 CSV (RFC 4180); with `excel` a BOM, and an apostrophe before what looks like a formula."""
    header = io.StringIO()
    names = [_harmless(column.name) if wanted.excel else column.name for column in columns]
    plain_csv.writer(header, lineterminator="\n").writerow(names)
    yield (BOM if wanted.excel else b"") + header.getvalue().encode()
    for batch in store.batches(wanted.query):
        yield _csv_text(_neutral(batch) if wanted.excel else batch)


def ndjson(store: Store, wanted: ExportRequest, columns: tuple[Column, ...]) -> Iterator[bytes]:
    """Yield one JSON object per line."""
    names = tuple(column.name for column in columns)
    yield from store.lines(store.compiler.objects(wanted.query, names))


def geojson(store: Store, wanted: ExportRequest, columns: tuple[Column, ...]) -> Iterator[bytes]:
    """Yield a GeoJSON feature collection (RFC 7946) of points."""
    names = tuple(column.name for column in columns)
    yield b'{"type":"FeatureCollection","features":['
    held = b"\n"
    for piece in store.lines(store.compiler.features(wanted.query, names)):
        yield held
        held = piece
    yield held.removesuffix(b",\n") + b"\n]}\n"


def parquet(store: Store, wanted: ExportRequest, columns: tuple[Column, ...]) -> Iterator[bytes]:
    """Yield a Parquet file with the published names and real dates."""
    sink = _Sink()
    schema = pa.schema([(column.name, _arrow(column.type)) for column in columns])
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for batch in store.batches(wanted.query):
            arrays = [_typed(batch.column(n), column.type) for n, column in enumerate(columns)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            yield sink.taken()
    yield sink.taken()


class _Sink:
    """A file that hands over what was written to it."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: Any) -> int:
        """Keep a piece."""
        self._parts.append(bytes(data))
        return len(self._parts[-1])

    def flush(self) -> None:
        """Nothing waits anywhere."""

    def close(self) -> None:
        """Nothing to let go of."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _csv_text(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    fast_csv.write_csv(batch, sink, OPTIONS)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _neutral(batch: pa.RecordBatch) -> pa.RecordBatch:
    arrays = [_neutral_text(array) if pa.types.is_string(array.type) else array for array in batch.columns]
    return pa.RecordBatch.from_arrays(arrays, names=batch.schema.names)


def _neutral_text(array: pa.Array) -> pa.Array:
    risky = pc.match_substring_regex(array, FORMULA)
    return (
        pc.if_else(risky, pc.binary_join_element_wise("'", array, ""), array)
        if pc.any(risky).as_py()
        else array
    )


def _harmless(name: str) -> str:
    return f"'{name}" if name[:1] in ("=", "+", "-", "@", "\t", "\r") else name


def _arrow(kind: Type) -> pa.DataType:
    return {"time64[us]": pa.time64("us"), "timestamp[us]": pa.timestamp("us")}.get(
        ARROW[kind], pa.type_for_alias(ARROW[kind])
    )


def _typed(array: pa.Array, kind: Type) -> pa.Array:
    if kind is Type.DATETIME:
        array = pc.replace_substring_regex(array, "Z$", "")
    if kind is Type.TIME:  # Arrow reads no times, but it reads moments
        array = pc.binary_join_element_wise("1970-01-01", array, "T").cast(pa.timestamp("us"))
    return array.cast(_arrow(kind))
