"""One pass over the typed Parquet file: the facts the stores are laid out by."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores.prepare import FOLDABLE


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
    return Survey(found[0], facts)


def _usable(name: str, kind: Type) -> str:
    return f"CASE WHEN isfinite({name}) THEN 1 END" if kind is Type.DECIMAL else name


def _is_zoned(kind: pa.DataType) -> bool:
    return pa.types.is_timestamp(kind) and kind.tz is not None
