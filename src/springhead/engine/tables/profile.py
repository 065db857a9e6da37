"""The profile of every column: how full, how many different values, which range, which values most often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow.parquet as pq

from springhead.engine.tables.limits import Limits

TOP: Final = 8
BUCKETS: Final = 16
EXACT_UP_TO: Final = 20_000  # distinct values counted exactly; beyond, the number is an estimate (about 2 %)
_NUMBERS: Final = ("int64", "double")
_MOMENTS: Final = ("date32[day]", "timestamp[us]", "timestamp[us, tz=UTC]")
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class _Field:
    at: int
    name: str
    kind: str

    @property
    def ref(self) -> str:
        return f"c{self.at}"

    @property
    def scale(self) -> str:
        """The SQL that puts values on a line of numbers, for histograms."""
        return (
            f"CAST({self.ref} AS DOUBLE)"
            if self.kind in _NUMBERS
            else f"epoch(CAST({self.ref} AS TIMESTAMP))"
        )


def of(table: Path, limits: Limits) -> dict[str, dict[str, Any]]:
    """Return the profile of each column of a Parquet file, by name.

    Keys: `nulls`, `distinct`, `distinct_is` ("exact" or "about"), and where they make sense `min`, `max`,
    `mean` (numbers), `top` (up to eight [value, count]) and `histogram` (sixteen counts from min to max).
    """
    schema = pq.read_schema(table)
    fields = [_Field(at, field.name, str(field.type)) for at, field in enumerate(schema)]
    if not fields:
        return {}
    config: dict[str, Any] = {"memory_limit": f"{limits.memory // 3_000_000}MB", "threads": limits.threads}
    with duckdb.connect(":memory:", config={**config, "temp_directory": str(table.parent)}) as db:
        names = ", ".join(field.ref for field in fields)
        db.execute("SET preserve_insertion_order = false")
        view = f"CREATE VIEW t AS SELECT * FROM read_parquet({_quoted(table)}) AS t({names})"  # noqa: S608  internal names
        db.execute(view)
        found = [_summary(db, part) for part in _parts(fields)]
    return {name: profile for part in found for name, profile in part.items()}


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _parts(fields: Sequence[_Field]) -> list[Sequence[_Field]]:
    # A hundred columns at a time keep the aggregates of a wide table within memory.
    return [fields[at : at + 100] for at in range(0, len(fields), 100)]


def _summary(db: duckdb.DuckDBPyConnection, fields: Sequence[_Field]) -> dict[str, dict[str, Any]]:
    wanted = ["count(*)"]
    for field in fields:
        ordered = field.kind in _NUMBERS or field.kind in _MOMENTS
        mean = f"avg({field.scale})" if field.kind in _NUMBERS else "NULL"
        ends = (
            f"min({field.ref}), max({field.ref})"
            if ordered or field.kind.startswith("time")
            else "NULL, NULL"
        )
        wanted.append(f"count({field.ref}), approx_count_distinct({field.ref}), {ends}, {mean}")
    values = db.execute(f"SELECT {', '.join(wanted)} FROM t").fetchone() or ()  # noqa: S608  only our own names
    rows, found = values[0], {}
    for number, field in enumerate(fields):
        filled, distinct, low, high, mean = values[1 + number * 5 : 6 + number * 5]
        found[field.name] = _profile(db, field, (rows, filled, distinct), (low, high, mean))
    return found


def _profile(
    db: duckdb.DuckDBPyConnection, field: _Field, counts: tuple[int, int, int], ends: tuple[Any, Any, Any]
) -> dict[str, Any]:
    rows, filled, distinct = counts
    low, high, mean = ends
    profile: dict[str, Any] = {"nulls": rows - filled, "distinct": distinct, "distinct_is": "about"}
    if low is not None:
        profile |= {"min": _plain(low), "max": _plain(high)}
    if mean is not None:
        profile["mean"] = round(float(mean), 6)
    if distinct <= EXACT_UP_TO:
        exact, top = _top(db, field)
        profile |= {"distinct": exact, "distinct_is": "exact", "top": top}
    if low is not None and low != high and not isinstance(low, time):
        profile["histogram"] = _histogram(db, field)
    return profile


def _top(db: duckdb.DuckDBPyConnection, field: _Field) -> tuple[int, list[list[Any]]]:
    sql = (
        f"SELECT {field.ref}, count(*) AS n, count(*) OVER () FROM t WHERE {field.ref} IS NOT NULL "  # noqa: S608  internal names
        f"GROUP BY 1 ORDER BY n DESC, 1 LIMIT {TOP}"
    )
    rows = db.execute(sql).fetchall()
    return (rows[0][2] if rows else 0), [[_plain(value), count] for value, count, _ in rows]


def _histogram(db: duckdb.DuckDBPyConnection, field: _Field) -> list[int]:
    sql = (
        f"WITH e AS (SELECT min({field.scale}) AS low, max({field.scale}) AS high FROM t) "  # noqa: S608  internal names
        f"SELECT least({BUCKETS - 1}, CAST(floor(({field.scale} - low) / (high - low) * {BUCKETS}) AS INTEGER)) AS b, "
        f"count(*) FROM t, e WHERE {field.ref} IS NOT NULL GROUP BY b"
    )
    counts = [0] * BUCKETS
    for bucket, count in db.execute(sql).fetchall():
        if bucket is not None:
            counts[bucket] = count
    return counts


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat() + ("Z" if value.tzinfo else "")
    if isinstance(value, date | time):
        return value.isoformat()
    return value[:SHOWN] if isinstance(value, str) else value
