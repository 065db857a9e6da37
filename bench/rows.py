"""Made-up rows, written straight into the tables of an installation on SQLite."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any


def filled(env: dict[str, str], *fills: Callable[[sqlite3.Connection], None]) -> None:
    """Let each of `fills` write its rows into the installation, then gather the statistics of its planner."""
    file = Path(env["SPRINGHEAD_DATA"]) / "springhead.sqlite3"
    with closing(sqlite3.connect(file)) as database, database:
        for fill in fills:
            fill(database)
    with closing(sqlite3.connect(file)) as database:
        database.execute("ANALYZE")


def insert(
    database: sqlite3.Connection, table: str, count: int, row: Callable[[int], dict[str, Any]]
) -> None:
    """Insert `count` rows made by `row(n)`."""
    columns = database.execute(f"PRAGMA table_info({table})").fetchall()
    plain = {name: plainest(kind) for _, name, kind, needed, _, key in columns if needed and not key}
    names = list({**plain, **row(0)})
    marks = ", ".join("?" * len(names))
    quoted = ", ".join(f'"{name}"' for name in names)
    database.executemany(
        f"INSERT INTO {table} ({quoted}) VALUES ({marks})",
        ([made[name] for name in names] for made in ({**plain, **row(n)} for n in range(count))),
    )


def plainest(kind: str) -> object:
    """Return the plainest value of a column type."""
    kind = kind.lower()
    if kind.startswith(("integer", "bigint", "smallint", "bool", "decimal", "real")):
        return 0
    return "[]" if kind == "text" else ""
