"""Text and Parquet exports, made piece by piece in a thread: no Python object per cell where the engine can do it."""

import csv as plain_csv
import io
from collections.abc import Generator
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from springhead.engine.dataplane.engines import Store
from springhead.engine.tables.arrow import KINDS, Array, pacsv, pc
from springhead.engine.tables.query.grammar import ExportRequest
from springhead.engine.tables.schema import Column, Type

BOM: Final = "\ufeff".encode()
FORMULA: Final = r"^[=+\-@\t\r]"  # what a spreadsheet may take for a formula (OWASP, CSV injection)
OPTIONS: Final = pacsv.WriteOptions(include_header=False, batch_size=20_000)
DATES: Final = (Type.DATE, Type.TIME, Type.DATETIME)


def csv(store: Store, wanted: ExportRequest, columns: tuple[Column, ...]) -> Generator[bytes]:
    """Yield UTF-8 CSV (RFC 4180); with `excel` a BOM, and an apostrophe before what looks like a formula."""
    header = io.StringIO()
    names = [_harmless(column.name) if wanted.excel else column.name for column in columns]
    plain_csv.writer(header, lineterminator="\n").writerow(names)
    yield (BOM if wanted.excel else b"") + header.getvalue().encode()
    for batch in store.batches(wanted.query):
        yield _csv_text(_neutral(batch) if wanted.excel else batch)


def ndjson(store: Store, wanted: ExportRequest, columns: tuple[Column, ...]) -> Generator[bytes]:
    """Yield one JSON object per line."""
    names = tuple(column.name for column in columns)
    yield from store.lines(store.compiler.objects(wanted.query, names))


def geojson(store: Store, wanted: ExportRequest, columns: tuple[Column, ...]) -> Generator[bytes]:
    """Yield a GeoJSON feature collection (RFC 7946) of points."""
    names = tuple(column.name for column in columns)
    yield b'{"type":"FeatureCollection","features":['
    held = b"\n"
    for piece in store.lines(store.compiler.features(wanted.query, names)):
        yield held
        held = piece
    yield held.removesuffix(b",\n") + b"\n]}\n"


def parquet(store: Store, wanted: ExportRequest, columns: tuple[Column, ...]) -> Generator[bytes]:
    """Yield a Parquet file with the published names and real dates."""
    sink = _Sink()
    schema = pa.schema([(column.name, KINDS[column.type]) for column in columns])
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for batch in store.batches(wanted.query):
            arrays = [_typed(batch.column(n), column.type) for n, column in enumerate(columns)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """A file that hands over what was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """Tell that this is a file to write to."""
        return True

    def write(self, data: Any) -> int:
        """Keep a piece."""
        self._parts.append(bytes(data))
        return len(self._parts[-1])

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _csv_text(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    pacsv.write_csv(batch, sink, OPTIONS)
    return sink.getvalue().to_pybytes()


def _neutral(batch: pa.RecordBatch) -> pa.RecordBatch:
    arrays = [_neutral_text(array) if pa.types.is_string(array.type) else array for array in batch.columns]
    return pa.RecordBatch.from_arrays(arrays, names=batch.schema.names)


def _neutral_text(array: Array) -> Array:
    risky = pc.match_substring_regex(array, FORMULA)
    return (
        pc.if_else(risky, pc.binary_join_element_wise("'", array, ""), array)
        if pc.any(risky).as_py()
        else array
    )


def _harmless(name: str) -> str:
    return f"'{name}" if name[:1] in ("=", "+", "-", "@", "\t", "\r") else name


def _typed(array: Array, kind: Type) -> Array:
    if kind is Type.DATETIME:
        array = pc.replace_substring_regex(array, "Z$", "")
    if kind is Type.TIME:  # Arrow reads no times, but it reads moments
        array = pc.binary_join_element_wise("1970-01-01", array, "T").cast(pa.timestamp("us"))
    return array.cast(KINDS[kind])
