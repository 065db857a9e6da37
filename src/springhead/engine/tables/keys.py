"""Whether the columns an officer chose as key really name each row once, and which rows they do not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from springhead.engine.tables import texts
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.pieces import Piece

MEMORY: Final = "600MB"
SHOWN: Final = 20  # rows told one by one


@dataclass(frozen=True, slots=True)
class Row:
    """A record (counted from 0 in file order) whose key another one had before, or lacks a part of."""

    at: int
    key: str
    first: int | None  # the record that has the key first; None: a part of the key is blank


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: how many records repeat an earlier key, how many have none, and the first of both."""

    key: tuple[str, ...]
    repeated: int = 0
    blank: int = 0
    rows: tuple[Row, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def unique(self) -> bool:
        """Whether the key names every record once."""
        return not (self.repeated or self.blank or self.unknown)


def check(table: Path, names: Sequence[str], key: Sequence[str], *, folder: Path) -> Verdict:
    """Look at a typed Parquet file with columns `names` for records the columns `key` do not name once.

    In bounded memory; `folder` is for spilling.
    """
    unknown = tuple(name for name in key if name not in names)
    if unknown or not key:
        return Verdict(tuple(key), unknown=unknown)
    parts = [f"c{names.index(name)}" for name in key]
    given = ", ".join([*(f"c{at}" for at in range(len(names))), "n"])
    path = str(table).replace("'", "''")
    told = " || '｜' || ".join(f"coalesce(CAST({part} AS VARCHAR), '')" for part in parts)
    blank = " OR ".join(f"{part} IS NULL" for part in parts)
    grouped = ", ".join(parts)
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": 2, "temp_directory": str(folder)}) as db:
        source = f"read_parquet('{path}', file_row_number = true) AS p({given})"
        db.execute(f"CREATE VIEW t AS SELECT n, {told} AS key, {grouped}, ({blank}) AS blank FROM {source}")  # noqa: S608  internal names
        lacking = _one(db, "SELECT count(*) FROM t WHERE blank")
        groups = f"SELECT min(n) AS first, count(*) AS size, {grouped} FROM t WHERE NOT blank GROUP BY {grouped} HAVING count(*) > 1"  # noqa: S608  internal names
        repeated = _one(db, f"SELECT coalesce(sum(size - 1), 0) FROM ({groups})")  # noqa: S608  internal names
        same = " AND ".join(f"t.{part} = g.{part}" for part in parts)
        rows = db.execute(
            f"SELECT t.n, t.key, g.first FROM t JOIN (SELECT * FROM ({groups}) ORDER BY first LIMIT {SHOWN}) g "  # noqa: S608  internal names
            f"ON {same} WHERE t.n > g.first ORDER BY t.n LIMIT {SHOWN}"
        ).fetchall()
        rows += db.execute(
            f"SELECT n, key, NULL FROM t WHERE blank ORDER BY n LIMIT {max(0, SHOWN - len(rows))}"  # noqa: S608  internal names
        ).fetchall()
    return Verdict(tuple(key), int(repeated), int(lacking), tuple(Row(*row) for row in rows))


def findings(verdict: Verdict, pieces: Iterable[Piece]) -> list[tuple[Finding, int]]:
    """Return the findings of a verdict, each with the count it stands for; `pieces` tell where records stand."""
    where = " + ".join(verdict.key)
    if verdict.unknown:
        problem = texts.KEY_UNKNOWN.at(" + ".join(verdict.unknown))
        return [(Finding(problem), len(verdict.unknown))]
    if verdict.unique:
        return []
    column = verdict.key[0] if len(verdict.key) == 1 else None
    places = _places(pieces, {at for row in verdict.rows for at in (row.at, row.first) if at is not None})
    found = []
    for row in verdict.rows:
        number, line = places[row.at]
        if row.first is None:
            problem = texts.KEY_BLANK.at(where, count=verdict.blank)
        else:
            first = places[row.first][0]
            problem = texts.KEY_REPEATED.at(where, value=row.key[:200], first=first, count=verdict.repeated)
        found.append((Finding(problem, number, line, column, row.key[:200]), 1))
    return _whole(found, verdict)


def _whole(found: list[tuple[Finding, int]], verdict: Verdict) -> list[tuple[Finding, int]]:
    """Let the last finding of either kind stand for the records that are not shown."""
    for code, whole in ((texts.KEY_REPEATED.code, verdict.repeated), (texts.KEY_BLANK.code, verdict.blank)):
        mine = [at for at, (finding, _) in enumerate(found) if finding.problem.code == code]
        if mine:
            finding, _ = found[mine[-1]]
            found[mine[-1]] = (finding, whole - len(mine) + 1)
    return found


def _places(pieces: Iterable[Piece], wanted: set[int]) -> dict[int, tuple[int, int]]:
    """Return row and line (as findings count them) of records by their number in the table."""
    found: dict[int, tuple[int, int]] = {}
    begin = 0
    for piece in pieces:
        batch = piece.batch
        for at in wanted:
            if begin <= at < begin + batch.num_rows:
                found[at] = (
                    batch.column("row")[at - begin].as_py(),
                    batch.column("line")[at - begin].as_py(),
                )
        begin += batch.num_rows
        if len(found) == len(wanted):
            break
    return found


def _one(db: duckdb.DuckDBPyConnection, sql: str) -> Any:
    return db.execute(sql).fetchall()[0][0]
