"""`./springhead bench data-api`: this data plane and Datasette on the same table, in turn, in one run."""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection, socket
from urllib.parse import quote

import duckdb
from bench import load, readings

from springhead.engine.tables import manifest
from springhead.engine.tables.query import grammar
from springhead.engine.tables.query.cursor import Cursor
from springhead.engine.tables.query.sqlite_store import SqliteStore

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 16
EXPORT_SECONDS = 60.0
BASE = f"/api/v1/tables/{readings.TABLE}"
Addresses = list[str]


@dataclass
class Case:
    """One question, as each side is asked it, and the ratio to reach."""

    name: str
    ours: Addresses
    peer: Addresses
    goal: float
    tuning: str = "&_nocount=1&_nofacet=1&_nosuggest=1"


def main(words: list[str] | None = None) -> int:
    """Run the benchmark and print a Markdown table."""
    parser = argparse.ArgumentParser(prog="springhead bench data-api", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep the tables here, and use those that are there")
    parser.add_argument("--ours-only", action="store_true", help="leave the peer out")
    parser.add_argument("--no-export", action="store_true", help="leave the 1M-row export out")
    given = parser.parse_args(words)
    folder = given.folder or Path(tempfile.mkdtemp(prefix="springhead-bench-"))
    try:
        _bench(given, folder)
    finally:
        if not given.folder:
            shutil.rmtree(folder)
    return 0


def _bench(given: argparse.Namespace, folder: Path) -> None:
    public, peer_file = folder / "public", folder / "peer.db"
    made = _prepare(folder, public, peer_file, given.rows)
    ours_port, peer_port = _free_port(), _free_port()
    own = [sys.executable, str(ROOT / "bench/data_server.py"), str(public), str(ours_port)]
    with _serving(own, ours_port):
        if given.ours_only:
            _report(given, made, public, ours_port, None)
            return
        settings = ["--setting", "default_cache_ttl", "0", "--setting", "max_csv_mb", "0"]
        settings += ["--setting", "max_returned_rows", "1000"]
        peer = [
            str(ROOT / ".venv-bench/bin/python"),
            "-m",
            "datasette",
            "serve",
            "-i",
            str(peer_file),
            "-p",
            str(peer_port),
        ]
        with _serving([*peer, *settings], peer_port):
            _report(given, made, public, ours_port, peer_port)


def _prepare(folder: Path, public: Path, peer_file: Path, rows: int) -> list[str]:
    """Make what is not there yet; return lines that tell how long it took."""
    parquet = folder / "readings.parquet"
    if peer_file.exists():
        return []
    folder.mkdir(parents=True, exist_ok=True)
    readings.make_parquet(parquet, rows)
    start = time.perf_counter()
    built = readings.publish(parquet, public, rows)
    took = time.perf_counter() - start
    store = SqliteStore(built[0].path)
    alias = {f"c{n}": column.alias for n, column in enumerate(readings.COLUMNS)}
    indexes = [tuple(alias[name] for name in index) for index in store.layout.indexes]
    readings.make_peer(parquet, peer_file, [index for index in indexes if index != ("id",)])
    sizes = ", ".join(f"{one.kind} {one.size / 1e6:.0f} MB" for one in built)
    return [f"Stores built in {took:.1f} s from {parquet.stat().st_size / 1e6:.0f} MB of Parquet: {sizes}."]


def _report(given: argparse.Namespace, made: list[str], public: Path, ours: int, peer: int | None) -> None:
    print(*_conditions(given), *made, "", sep="\n")
    print(
        "| question | ours r/s | p50 / p99 ms | Datasette r/s | p50 / p99 ms | ratio | tuned r/s | ratio | to reach |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for case in _cases(given.rows, _content(public)):
        print(_compare(case, given, ours, peer), flush=True)
    print(_group_by(given, ours, peer), flush=True)
    if not given.no_export:
        print(_export(public, ours, peer), flush=True)
    print("", _unchanged(given, ours), sep="\n")


def _conditions(given: argparse.Namespace) -> list[str]:
    """Return what has to be known to read the figures."""
    load_now = f"{os.getloadavg()[0]:.2f}"
    return [
        f"{given.rows:,} rows x {len(readings.COLUMNS)} columns; {os.cpu_count()} processors shared with the load client",
        f"and whatever else runs (load average at the start {load_now}); {CONNECTIONS} connections, {given.seconds:g} s per",
        f"run, median of {given.rounds} rounds in turn, warm, no response cache, distinct addresses, one process each.",
        'Datasette as it ships, on an immutable file with the same indexes; "tuned" leaves out its count and its',
        "suggested facets. Load client: bench/load.py.",
    ]


def _compare(case: Case, given: argparse.Namespace, ours: int, peer: int | None) -> str:
    sides = [(ours, case.ours)]
    if peer:
        sides += [(peer, case.peer), (peer, [f"{address}{case.tuning}" for address in case.peer])]
    runs: list[list[load.Load]] = [[] for _ in sides]
    for _ in range(given.rounds):
        for taken, (port, addresses) in zip(runs, sides, strict=True):
            taken.append(_run(port, addresses, given.seconds))
    mine, *others = (_median(taken) for taken in runs)
    if not others:
        return f"| {case.name} | {_told(mine)} | - | - | - | - | - | {case.goal:g}x |"
    ratios = [f"{mine.rate / other.rate:.1f}x" for other in others]
    tuned = f"{others[1].rate:,.0f} | {ratios[1]}"
    return f"| {case.name} | {_told(mine)} | {_told(others[0])} | {ratios[0]} | {tuned} | {case.goal:g}x |"


def _run(port: int, addresses: Addresses, seconds: float) -> load.Load:
    found = load.run(port, [load.request(a) for a in addresses], connections=CONNECTIONS, seconds=seconds)
    if found.wrong:
        raise SystemExit(f"{found.wrong} answers were not 200, for instance of {addresses[0]}")
    return found


def _median(runs: list[load.Load]) -> load.Load:
    return sorted(runs, key=lambda one: one.rate)[len(runs) // 2]


def _told(found: load.Load) -> str:
    return f"{found.rate:,.0f} | {found.quantile(0.5):.2f} / {found.quantile(0.99):.2f}"


def _cases(rows: int, content: str) -> Iterator[Case]:
    dice = random.Random(7)
    some = [dice.randrange(rows // 2, rows - 2_000) for _ in range(500)]
    sizes = [90 + n % 21 for n in range(500)]
    yield Case(
        "first page (90 to 110 rows)",
        [f"{BASE}/rows?limit={n}" for n in sizes],
        [f"/peer/readings.json?_size={n}&_shape=objects" for n in sizes],
        15,
    )
    names = [f"{'中山車站' if n % 10 == 0 else ''}第{n}測站" for n in range(readings.STATIONS)]
    yield Case(
        "station, newest first, 100 rows",
        [f"{BASE}/rows?station={quote(name)}&sort=-time" for name in names],
        [
            f"/peer/readings.json?station={quote(name)}&_sort_desc=time&_size=100&_shape=objects"
            for name in names
        ],
        15,
    )
    yield Case(
        "deep page by cursor",
        [f"{BASE}/rows?cursor={Cursor(1, n).seal(grammar.binding([], content))}" for n in some],
        [f"/peer/readings.json?_next={n}&_size=100&_shape=objects" for n in some],
        15,
    )
    yield Case(
        "look-up by key",
        [f"{BASE}/rows?id={n}" for n in some],
        [f"/peer/readings/{n}.json?_shape=objects" for n in some],
        25,
    )
    days = [f"2026-01-{1 + n % (rows // 24_000 or 1) % 30:02d}" for n in range(60)]
    levels = [30 + n / 10 for n in range(60)]
    ends = [day[:-2] + f"{int(day[-2:]) + 1:02d}" for day in days]
    spans = list(zip(days, ends, levels, strict=True))
    yield Case(
        "range: a day and pm25 above a level",
        [f"{BASE}/rows?time__gte={a}&time__lt={b}&pm25__gt={v}" for a, b, v in spans],
        [
            f"/peer/readings.json?time__gte={a}&time__lt={b}&pm25__gt={v}&_size=100&_shape=objects"
            for a, b, v in spans
        ],
        5,
    )
    words = [quote(f"中山車站第{n}") for n in range(1, 100)]
    yield Case(
        "contains",
        [f"{BASE}/rows?station__contains={word}" for word in words],
        [f"/peer/readings.json?station__contains={word}&_size=100&_shape=objects" for word in words],
        5,
    )


def _group_by(given: argparse.Namespace, ours: int, peer: int | None) -> str:
    """Average per station and day: 42,000 groups at 1M rows, one connection."""
    asked = [
        f"{BASE}/aggregate?group=station&bucket=day:time&agg=avg:pm25&limit={100_000 - n}" for n in range(20)
    ]
    runs = [
        load.run(ours, [load.request(a) for a in asked], connections=1, seconds=given.seconds)
        for _ in range(given.rounds)
    ]
    mine = _median(runs)
    sql = quote("select station, substr(time,1,10) as day, avg(pm25) from readings group by 1, 2")
    answer = "-"
    if peer:
        found = load.run(
            peer, [load.request(f"/peer.json?sql={sql}")], connections=1, seconds=given.seconds, status=b"400"
        )
        gave_up = bool(found.latencies) and not found.wrong
        answer = (
            f"gives up (1 s limit) after {found.quantile(0.5):,.0f} ms" if gave_up else f"{found.rate:.1f}"
        )
    return f"| average per station and day, 1 connection | {_told(mine)} | {answer} | - | - | - | - | p50 < 100 ms |"


def _export(public: Path, ours: int, peer: int | None) -> str:
    took, size, done = load.download(ours, f"{BASE}/export.csv", most_seconds=EXPORT_SECONDS)
    mine = f"{took:.2f} s ({size / 1e6:.0f} MB){'' if done else ', cut off'}"
    if not peer:
        return f"| whole table as CSV | {mine} | - | - | - | - | - | - | 15x |"
    address = "/peer/readings.csv?_stream=1&_size=max"
    theirs, other, ended = load.download(peer, address, most_seconds=EXPORT_SECONDS)
    # The peer's CSV has the same rows; a cut-off download is scaled by bytes, quotes left aside.
    scaled = theirs if ended else theirs * _peer_bytes(public) / other
    told = (
        f"{theirs:.1f} s"
        if ended
        else f"about {scaled:.0f} s (cut off at {theirs:.0f} s, {other / 1e6:.0f} MB)"
    )
    return f"| whole table as CSV | {mine} | - | {told} | - | {scaled / took:.0f}x | - | - | 15x |"


def _peer_bytes(public: Path) -> int:
    """Return the length of the peer's whole CSV: ids, ASCII header, no quotes, 0 and 1 for truth."""
    parquet = str(public.parent / "readings.parquet")
    parts = " + ".join(f"strlen(CAST(c{n} AS VARCHAR))" for n in range(len(readings.COLUMNS)) if n != 10)
    names = ", ".join(f"c{n}" for n in range(len(readings.COLUMNS)))
    sql = f"SELECT sum({parts} + 14) FROM read_parquet(?) AS p({names})"
    return int(duckdb.execute(sql, [parquet]).fetchall()[0][0])


def _content(public: Path) -> str:
    """Return the hash a cursor is bound to."""
    entry = manifest.read(public / "tables" / f"{readings.TABLE}.json").snapshot()
    store = entry.store("sqlite") if entry else None
    return store.sha256 if store else ""


def _unchanged(given: argparse.Namespace, ours: int) -> str:
    """304 answers against a hello-world in the same process, in turn."""
    address = f"{BASE}/rows?limit=100"
    tag = _header(ours, address, "etag")
    hello, same = [], []
    for _ in range(given.rounds):
        hello.append(load.run(ours, [load.request("/hello")], connections=CONNECTIONS, seconds=given.seconds))
        asked = [load.request(address, f"if-none-match: {tag}")]
        same.append(load.run(ours, asked, connections=CONNECTIONS, seconds=given.seconds, status=b"304"))
    if any(one.wrong for one in same):
        raise SystemExit("not every answer was 304")
    first, second = _median(hello), _median(same)
    return (
        f"304 answers: {second.rate:,.0f} r/s against {first.rate:,.0f} r/s of hello-world in the same process: "
        f"{second.rate / first.rate:.0%} (to reach: 60 %). The load client was busy {first.busy:.0%} of the time."
    )


def _header(port: int, address: str, name: str) -> str:
    with create_connection(("127.0.0.1", port)) as link:
        link.sendall(load.request(address, "connection: close"))
        head = link.makefile("rb").read().partition(b"\r\n\r\n")[0].decode()
    return next(line.partition(": ")[2] for line in head.split("\r\n") if line.lower().startswith(f"{name}:"))


@contextmanager
def _serving(command: list[str], port: int) -> Iterator[None]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(lambda: create_connection(("127.0.0.1", port)).close())
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(attempt: Callable[[], None]) -> None:
    for _ in range(300):
        try:
            attempt()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
