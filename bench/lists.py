"""`./springhead bench lists`: every list at 1,000,000 events, 60,000 datasets and 100,000 promises.

The rows are written straight into a SQLite file, without signed heads: only reading is measured. One web
process; the pages are asked one after another (warm), then by eight clients. Client and server share the machine.
"""

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.search import command, free_port, percentile, serve, visit

EVENTS, DATASETS, PROMISES = 1_000_000, 60_000, 100_000
ROUNDS = 40
START = datetime(2020, 1, 1, tzinfo=UTC)
STATES = (("pending", "delivering"), ("late", "delivering"), ("delivered", "closed"), ("abandoned", "closed"))
PAGES = (
    ("front page", "/"),
    ("ledger, newest", "/ledger/"),
    ("ledger, half way down", f"/ledger/?before={EVENTS // 2}"),
    ("ledger, one kind of event", "/ledger/?event=dataset:listed"),
    ("ledger, Atom", "/ledger/feed.atom"),
    ("cases", "/cases/"),
    ("cases, overdue", "/cases/?overdue=1"),
    ("promises, open", "/commitments/"),
    ("promises, kept", "/commitments/?kind=kept"),
    ("promises, broken", "/commitments/?kind=broken"),
    ("promises, calendar", "/commitments/calendar.ics"),
    ("datasets, API", "/api/v1/datasets"),
    ("promises, API", "/api/v1/commitments?kind=open"),
)


def main(_argv: list[str]) -> int:
    """Fill, serve, ask, print."""
    folder = Path(tempfile.mkdtemp(prefix="springhead-bench-"))
    try:
        return measure(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path) -> int:
    """Measure on an installation in `folder`."""
    env = {**os.environ, "SPRINGHEAD_DATA": str(folder), "SPRINGHEAD_DEMO": "0"}
    command(env, "manage", "migrate", "-v0")
    command(env, "manage", "load_content")
    with closing(sqlite3.connect(folder / "springhead.sqlite3")) as database, database:
        fill(database)
    command(env, "manage", "reindex")
    command(env, "manage", "collectstatic", "-v0", "--noinput")
    port = free_port()
    server = serve(env, port)
    try:
        print(
            f"\n{EVENTS:,} events, {DATASETS:,} datasets, {PROMISES:,} promises; {os.cpu_count()} cores, warm.\n"
        )
        print("| page | one client p50 / p95 ms | eight clients p50 / p95 ms |\n|---|---|---|")
        for name, address in PAGES:
            print(line(name, address, port), flush=True)
    finally:
        server.terminate()
        server.wait(10)
    return 0


def line(name: str, address: str, port: int) -> str:
    """Ask one page and return its line of the table."""
    visit(port, address)
    one = [visit(port, address) for _ in range(ROUNDS)]
    with ThreadPoolExecutor(8) as pool:
        eight = list(pool.map(lambda _n: visit(port, address), range(ROUNDS)))
    told = " | ".join(f"{percentile(taken, 50):.1f} / {percentile(taken, 95):.1f}" for taken in (one, eight))
    return f"| {name} | {told} |"


def fill(database: sqlite3.Connection) -> None:
    """Write made-up rows; whatever a table asks beyond what matters here gets its plainest value."""
    (agency, public_id) = database.execute("SELECT id, public_id FROM agencies_agency LIMIT 1").fetchone()
    insert(database, "catalog_dataset", DATASETS, lambda n: {
        "public_id": f"ds_{n:08}", "agency_id": agency, "stage": "listed", "visible": 1, "openness": "open",
        "title": json.dumps({"zh-Hant": f"資料集 {n}"}), "modified": moment(n), "issued": moment(n),
        "description": "{}", "provenance": "{}",
    })  # fmt: skip
    first_dataset = database.execute("SELECT min(id) FROM catalog_dataset").fetchone()[0]
    insert(database, "cases_case", PROMISES, lambda n: {
        "public_id": f"cs_{n:08}", "number": f"CM-2020-{n:06}", "type": "commitment", "state": STATES[n % 4][0],
        "phase": STATES[n % 4][1], "version": 1, "agency_id": public_id, "title": json.dumps({"zh-Hant": f"承諾 {n}"}),
        "opened_at": moment(n), "changed_at": moment(n), "closed_at": moment(n) if n % 4 > 1 else None,
        "next_due": moment(n) if n % 4 < 2 else None,
    })  # fmt: skip
    first_case = database.execute("SELECT min(id) FROM cases_case").fetchone()[0]
    insert(database, "commitments_commitment", PROMISES, lambda n: {
        "case_id": first_case + n, "state": STATES[n % 4][0], "is_open": n % 4 < 2, "dataset_id": first_dataset + n % DATASETS, "items": "[]",
        "promised_on": day(n), "due_on": day(n), "slips": n % 3,
        "delivered_at": moment(n) if n % 4 == 2 else None,
        "broken_at": moment(n) if n % 20 == 1 else None, "broken_why": "late" if n % 20 == 1 else "",
    })  # fmt: skip
    first_event = 1 + (database.execute("SELECT max(seq) FROM ledger_event").fetchone()[0] or 0)
    insert(database, "ledger_event", EVENTS, lambda n: {
        "seq": first_event + n, "at": moment(n), "event": ("delivery.publish", "dataset:listed")[n % 2],
        "subject": f"ds_{n % DATASETS:08}", "actor": "machine", "public": "{}", "private": "{}", "leaf": bytes(32),
    })  # fmt: skip
    database.execute("UPDATE ledger_tree SET size = ?", (first_event + EVENTS,))


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


def moment(n: int) -> str:
    """Return the n-th moment as SQLite keeps it."""
    return (START + timedelta(minutes=3 * n)).strftime("%Y-%m-%d %H:%M:%S")


def day(n: int) -> str:
    """Return a promised day."""
    return (date(2025, 1, 1) + timedelta(days=n % 1_500)).isoformat()
