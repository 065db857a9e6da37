"""One pass over the typed Parquet file: the facts the stores are laid out by."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores.prepare import FOLDABLE

TIMES: Final = (Type.DATE, Type.DATETIME)


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one column's values: `distinct` is an estimate (2 %), the rest is exact."""

    distinct: int
    nulls: int
    foldable: bool = False
    utc: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """Rows of the table and one fact per column."""

    rows: int
    facts: tuple[Fact, ...]
    ordered: frozenset[int] = frozenset()  # time columns with a value in every row, never going down


def survey(engine: duckdb.DuckDBPyConnection, parquet: Path, columns: tuple[Column, ...]) -> Survey:
    """Look at every value once; columns are told by position, names stay outside SQL."""
    zones = [_is_zoned(field.type) for field in pq.read_schema(parquet)]
    parts: list[str] = []
    for index, column in enumerate(columns):
        name = f"c{index}"
        folds = f"coalesce(bool_or(regexp_matches({name}, '{FOLDABLE}')), false)"
        parts += [
            f"approx_count_distinct({name})",
            f"count(*) - count({_usable(name, column.type)})",
            folds if column.type is Type.TEXT else "false",
        ]
    names = ", ".join(f"c{index}" for index in range(len(columns)))
    sql = f"SELECT count(*), {', '.join(parts)} FROM read_parquet(?) AS p({names})"  # noqa: S608  internal names
    found = engine.execute(sql, [str(parquet)]).fetchall()[0]
    facts = tuple(
        Fact(found[1 + 3 * i], found[2 + 3 * i], found[3 + 3 * i], zones[i]) for i in range(len(columns))
    )
    times = [i for i, c in enumerate(columns) if c.type in TIMES and not facts[i].nulls]
    return Survey(found[0], facts, frozenset(i for i in times if _never_goes_down(parquet, i)))


def _never_goes_down(parquet: Path, column: int) -> bool:
    last: int | None = None
    file = pq.ParquetFile(parquet)
    for batch in file.iter_batches(columns=[file.schema.names[column]], batch_size=100_000):
        values = np.asarray(batch.column(0)).astype("int64")
        if not len(values):
            continue
        if (last is not None and values[0] < last) or bool((values[1:] < values[:-1]).any()):
            return False
        last = int(values[-1])
    return True


def _usable(name: str, kind: Type) -> str:
    return f"CASE WHEN isfinite({name}) THEN 1 END" if kind is Type.DECIMAL else name


def _is_zoned(kind: pa.DataType) -> bool:
    return pa.types.is_timestamp(kind) and kind.tz is not None
