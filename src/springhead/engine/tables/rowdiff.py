"""What changed between two versions of a table: rows added, removed and changed, by key where there is one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from springhead.engine.tables.schema import Column

MEMORY: Final = "600MB"
SAMPLES: Final = 20
KEY_CANDIDATES: Final = 12  # a key is looked for among the first columns only


@dataclass(frozen=True, slots=True)
class RowDiff:
    """Counts and up to 20 samples of each kind.

    `key` names the columns rows were matched by; empty: no column is unique in both versions, whole rows
    were compared, and nothing can count as changed. A sample is `{"key": […], "column", "before", "after"}`
    for a changed cell and `{"key"|"row": […]}` for a row.
    """

    key: tuple[str, ...]
    added: int
    removed: int
    changed: int
    added_sample: tuple[tuple[str, ...], ...] = ()
    removed_sample: tuple[tuple[str, ...], ...] = ()
    changed_sample: tuple[tuple[str, str, str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the difference as plain data."""
        return asdict(self)


def compare(  # noqa: PLR0913  two files, their columns, and how
    before: Path,
    before_columns: Sequence[Column],
    after: Path,
    after_columns: Sequence[Column],
    *,
    folder: Path,
    key: Sequence[str] = (),
) -> RowDiff:
    """Compare two typed Parquet files over the columns they share, in bounded memory; `folder` is for spilling.

    `key` are published names; without them (or when they are not unique) a unique column is looked for.
    """
    shared = _shared(before_columns, after_columns)
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": 2, "temp_directory": str(folder)}) as db:
        _view(db, "b", before, before_columns, shared)
        _view(db, "a", after, after_columns, shared)
        places = _key(db, shared, key)
        return _by_key(db, shared, places) if places else _by_row(db, shared)


def _shared(before: Sequence[Column], after: Sequence[Column]) -> tuple[str, ...]:
    names = {column.name for column in after}
    return tuple(column.name for column in before if column.name in names)


def _view(
    db: duckdb.DuckDBPyConnection, name: str, file: Path, columns: Sequence[Column], shared: tuple[str, ...]
) -> None:
    """Make a view with the shared columns as text, named s0, s1, …: published names never reach SQL."""
    position = {column.name: index for index, column in enumerate(columns)}
    given = ", ".join(f"c{index}" for index in range(len(columns)))
    wanted = ", ".join(f"CAST(c{position[column]} AS VARCHAR) AS s{at}" for at, column in enumerate(shared))
    path = str(file).replace("'", "''")
    source = f"read_parquet('{path}') AS p({given})"
    db.execute(f"CREATE VIEW {name} AS SELECT {wanted or '1 AS s0'} FROM {source}")  # noqa: S608  internal names


def _key(db: duckdb.DuckDBPyConnection, shared: tuple[str, ...], wanted: Sequence[str]) -> tuple[int, ...]:
    if not shared:
        return ()
    named = tuple(shared.index(name) for name in wanted if name in shared)
    if named and len(named) == len(wanted) and _is_unique(db, named):
        return named
    return next(((at,) for at in range(min(len(shared), KEY_CANDIDATES)) if _is_unique(db, (at,))), ())


def _is_unique(db: duckdb.DuckDBPyConnection, places: tuple[int, ...]) -> bool:
    names = ", ".join(f"s{at}" for at in places)
    filled = " AND ".join(f"s{at} IS NOT NULL" for at in places)
    for side in ("a", "b"):
        sql = f"SELECT count(*), count(DISTINCT ({names})), count(*) FILTER (WHERE {filled}) FROM {side}"  # noqa: S608  internal names
        rows, distinct, present = db.execute(sql).fetchall()[0]
        if rows != distinct or rows != present:
            return False
    return True


def _by_key(db: duckdb.DuckDBPyConnection, shared: tuple[str, ...], places: tuple[int, ...]) -> RowDiff:
    on = " AND ".join(f"a.s{at} = b.s{at}" for at in places)
    rest = [at for at in range(len(shared)) if at not in places]
    differs = " OR ".join(f"a.s{at} IS DISTINCT FROM b.s{at}" for at in rest) or "false"
    added = _only_in(db, "a", "b", on, places)
    removed = _only_in(db, "b", "a", on, places)
    changed = db.execute(f"SELECT count(*) FROM a JOIN b ON {on} WHERE {differs}").fetchall()[0][0]  # noqa: S608  internal names
    return RowDiff(
        key=tuple(shared[at] for at in places),
        added=added[0],
        removed=removed[0],
        changed=changed,
        added_sample=added[1],
        removed_sample=removed[1],
        changed_sample=_changed_cells(db, shared, places, rest, on) if changed else (),
    )


def _only_in(
    db: duckdb.DuckDBPyConnection, side: str, other: str, on: str, places: tuple[int, ...]
) -> tuple[int, tuple[tuple[str, ...], ...]]:
    source = f"FROM {side} ANTI JOIN {other} ON {on}"
    count = db.execute(f"SELECT count(*) {source}").fetchall()[0][0]
    names = ", ".join(f"{side}.s{at}" for at in places)
    sample = db.execute(f"SELECT {names} {source} ORDER BY ALL LIMIT {SAMPLES}").fetchall()
    return count, tuple(_texts(row) for row in sample)


def _changed_cells(
    db: duckdb.DuckDBPyConnection, shared: tuple[str, ...], places: tuple[int, ...], rest: list[int], on: str
) -> tuple[tuple[str, str, str, str], ...]:
    keys = " || '｜' || ".join(f"a.s{at}" for at in places)
    found: list[tuple[str, str, str, str]] = []
    for at in rest:
        if len(found) >= SAMPLES:
            break
        sql = (
            f"SELECT {keys}, b.s{at}, a.s{at} FROM a JOIN b ON {on} "  # noqa: S608  internal names
            f"WHERE a.s{at} IS DISTINCT FROM b.s{at} ORDER BY ALL LIMIT {SAMPLES - len(found)}"
        )
        found += [
            (_text(row[0]), shared[at], _text(row[1]), _text(row[2])) for row in db.execute(sql).fetchall()
        ]
    return tuple(found)


def _by_row(db: duckdb.DuckDBPyConnection, shared: tuple[str, ...]) -> RowDiff:
    """Compare whole rows as a multiset: a row that stands twice counts twice."""
    added, removed = (_surplus(db, one, other) for one, other in (("a", "b"), ("b", "a")))
    del shared
    return RowDiff((), added[0], removed[0], 0, added[1], removed[1])


def _surplus(db: duckdb.DuckDBPyConnection, one: str, other: str) -> tuple[int, tuple[tuple[str, ...], ...]]:
    sql = f"(SELECT * FROM {one} EXCEPT ALL SELECT * FROM {other})"  # noqa: S608  two fixed names
    count = db.execute(f"SELECT count(*) FROM {sql}").fetchall()[0][0]  # noqa: S608  internal names
    sample = db.execute(f"SELECT * FROM {sql} ORDER BY ALL LIMIT {SAMPLES}").fetchall()  # noqa: S608  internal names
    return count, tuple(_texts(row)[:8] for row in sample)


def _texts(row: Sequence[Any]) -> tuple[str, ...]:
    return tuple(_text(value) for value in row)


def _text(value: Any) -> str:
    return "" if value is None else str(value)[:200]
