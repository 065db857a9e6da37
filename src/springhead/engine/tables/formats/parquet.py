"""Parquet: typed already, so its types are kept; nested values become JSON text."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats import texts
from springhead.engine.tables.formats.opening import Opening
from springhead.engine.tables.formats.spool import schema
from springhead.engine.tables.grid import Grid
from springhead.engine.tables.texts import TOO_MANY_COLUMNS

ROWS: Final = 16_384
DAMAGE: Final = (pa.ArrowException, OSError, ValueError, OverflowError)


def open_parquet(opening: Opening) -> Grid:
    """Read Parquet batch by batch; it needs no work file."""
    try:
        with pq.ParquetFile(opening.path) as file:
            fields = list(file.schema_arrow)
            rows = file.metadata.num_rows
    except DAMAGE as error:
        raise _broken(opening, error) from error
    if len(fields) > opening.limits.columns:
        raise Refused(TOO_MANY_COLUMNS.at(opening.filename, count=len(fields), limit=opening.limits.columns))
    if not fields or not rows:
        raise Refused(texts.NO_RECORDS.at(opening.filename))
    nested = [
        Finding(texts.NESTED_VALUES.at(one.name), column=one.name)
        for one in fields
        if pa.types.is_nested(one.type)
    ]
    return Grid(
        format="parquet",
        header=[[field.name for field in fields]],
        width=len(fields),
        open_batches=lambda: _batches(opening, len(fields)),
        findings=nested,
        typed={index: kind for index, field in enumerate(fields) if (kind := _type(field.type))},
    )


def _broken(opening: Opening, error: Exception) -> Refused:
    return Refused(texts.BROKEN_PARQUET.at(opening.filename, reason=str(error)[:120]))


def _batches(opening: Opening, width: int) -> Iterator["pa.RecordBatch"]:
    first = 2
    try:
        with pq.ParquetFile(opening.path) as file:
            for batch in file.iter_batches(batch_size=ROWS):
                numbers = pa.array(range(first, first + batch.num_rows), pa.int64())
                cells = [_text(column) for column in batch.columns]
                yield pa.record_batch([*cells, numbers, numbers], schema=schema(width))
                first += batch.num_rows
    except DAMAGE as error:
        raise _broken(opening, error) from error


def _text(column: Any) -> Any:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.dictionary_decode())
    if pa.types.is_nested(kind):
        return pa.array([_json(value) for value in column.to_pylist()], pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return pa.array([None if value is None else value.hex() for value in column.to_pylist()], pa.string())
    if pa.types.is_timestamp(kind):
        return pa.array(
            [_instant(value) for value in column.cast(pa.timestamp("us", kind.tz), safe=False).to_pylist()],
            pa.string(),
        )
    return column.cast(pa.string())


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _instant(value: Any) -> str | None:
    if value is None:
        return None
    text: str = value.isoformat()
    return text.replace("+00:00", "Z")


def _type(kind: Any) -> str | None:
    tests = (
        (pa.types.is_boolean, "boolean"),
        (pa.types.is_integer, "integer"),
        (pa.types.is_floating, "decimal"),
        (pa.types.is_decimal, "decimal"),
        (pa.types.is_date, "date"),
        (pa.types.is_timestamp, "datetime"),
        (pa.types.is_time, "time"),
    )
    return next((name for test, name in tests if test(kind)), None)
