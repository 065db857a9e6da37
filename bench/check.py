"""`./springhead bench check`: this program and frictionless on the same file, without a schema.

The file is made from a seed: 1,000,000 rows × 15 columns, CRLF, 5 % of the rows quoted, 0.1 % with a line end
inside a cell, a repeated and a blank label, and errors planted one by one: cells of the wrong type, short and
long rows. A second copy has invalid bytes in it. Each program runs as a process of its own, from start to
the written report; what it told is compared with what was planted.
"""

import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bench.run import PEERS, install_peers

ROOT = Path(__file__).resolve().parents[1]
HEADER = "編號,代碼,縣市,名稱,地址,日期,時間,經度,緯度,水位,數量,金額,備註,備註,"
COUNTIES = (
    "臺北市",
    "新北市",
    "桃園市",
    "臺中市",
    "臺南市",
    "高雄市",
    "基隆市",
    "新竹縣",
    "嘉義縣",
    "屏東縣",
)
NOUNS = ("水庫", "河川", "測站", "公園", "道路", "學校", "診所", "停車場", "市場", "圖書館")
WRONG = {
    "integer": (0, ("abc", "12O", "1 2", "--", "十二")),
    "decimal": (7, ("121.5.1", "x121", "12l.3")),
    "date": (5, ("2023-13-01", "2023-02-30", "yesterday")),
    "datetime": (6, ("2023-01-01 25:00:00", "noon")),
    "count": (10, ("many", "3O", "5..")),
}
RAGGED = ("missing-cell", "extra-cell")
PEER = """
import json, sys
from frictionless import Resource, Checklist
from frictionless import system
system.trusted = True
report = Resource(path=sys.argv[1]).validate(Checklist(), limit_errors=10_000_000)
found = [[error.type, getattr(error, "row_number", None)] for task in report.tasks for error in task.errors]
found += [[error.type, None] for error in report.errors]
json.dump(found, open(sys.argv[2], "w"))
"""


@dataclass
class Planted:
    """What is wrong in the file, by spreadsheet row: rule of each row."""

    rows: dict[int, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ("blank-label", "duplicate-label")


@dataclass
class Run:
    """One measured process."""

    wall: float
    cpu: float
    peak_mb: int
    told: Counter[tuple[str, int | None]]


def make(target: Path, rows: int, *, broken_bytes: bool) -> Planted:
    """Write the file and return what was planted in it."""
    seed, planted = random.Random(20261123), Planted()
    wrong_rows = sorted(seed.sample(range(3_000, rows), max(10, rows // 1_000)))
    kinds = {row: seed.choice([*WRONG, *RAGGED]) for row in wrong_rows}
    if broken_bytes:
        kinds = dict.fromkeys(wrong_rows[:: max(1, len(wrong_rows) // 20)], "encoding-error")
    with target.open("wb") as out:
        out.write(f"{HEADER}\r\n".encode())
        for number in range(rows):
            cells = row_of(seed, number)
            kind = kinds.get(number)
            if kind:
                planted.rows[number + 2] = "type-error" if kind in WRONG else kind
                spoil(cells, kind, seed)
            raw = (",".join(cells) + "\r\n").encode()
            out.write(raw.replace(b"@@", b"\xff\xfe") if kind == "encoding-error" else raw)
    return planted


def row_of(seed: random.Random, number: int) -> list[str]:
    """Return the cells of one row."""
    county, noun = COUNTIES[number % 10], NOUNS[number * 7 % 10]
    note = f"{noun}{number % 977}"
    if number % 20 == 0:
        note = f'"{note}，說明\r\n第二行"' if number % 1_000 == 0 else f'"{note}, 說明 ""引"" 文"'
    day = f"2023-{1 + number % 12:02d}-{1 + number % 28:02d}"
    return [
        str(number + 1),
        f"A{number % 99_999:07d}",
        county,
        f"{county}第{number % 5_003}{noun}觀測與管理站",
        f"{county}中正區中山北路{number % 7 + 1}段{number % 999}巷{number % 20}號{number % 12 + 1}樓",
        day,
        f"{day} {number % 24:02d}:{number % 60:02d}:00",
        f"{120 + seed.random() * 2:.6f}",
        f"{22 + seed.random() * 3:.6f}",
        f"{seed.random() * 100:.2f}",
        str(seed.randrange(1_000)),
        str(seed.randrange(1_000_000)),
        note,
        f"每月第{number % 4 + 1}週更新資料",
        f"承辦單位第{number % 9 + 1}科",
    ]


def spoil(cells: list[str], kind: str, seed: random.Random) -> None:
    """Plant one error into a row."""
    if kind in WRONG:
        at, values = WRONG[kind]
        cells[at] = seed.choice([value for value in values if value != "--"])
    elif kind == "missing-cell":
        del cells[-seed.randrange(1, 4) :]
    elif kind == "extra-cell":
        cells.append("多的")
    else:
        cells[3] += "@@"


def measure(command: list[str], report: Path) -> Run:
    """Run one process to its end; `report` is read by the caller's format: ours or the peer's."""
    begun = time.perf_counter()
    with report.with_suffix(".out").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    wall = time.perf_counter() - begun
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, usage.ru_maxrss // 1024, Counter())


def ours(file: Path, scratch: Path) -> Run:
    """Check with this program."""
    report = scratch / "ours.json"
    run = measure([sys.executable, "-m", "springhead.engine.tables.terminal", str(file), "--json"], report)
    findings = json.loads(report.with_suffix(".out").read_bytes())["findings"]
    run.told = Counter((one["rule"], one["row"]) for one in findings if one["severity"] != "info")
    return run


def peer(file: Path, scratch: Path) -> Run:
    """Check with frictionless."""
    report = scratch / "peer.json"
    run = measure([str(PEERS / "bin" / "python"), "-c", PEER, str(file), str(report)], report)
    run.told = Counter((rule, row) for rule, row in json.loads(report.read_bytes()))
    return run


def score(run: Run, planted: Planted) -> tuple[int, int, int]:
    """Return planted, found and false rows and labels."""
    wanted = {(rule, row) for row, rule in planted.rows.items()}
    found = wanted & set(run.told)
    labels = sum(any(rule == label for rule, _ in run.told) for label in planted.labels)
    beside = {(rule, row) for rule, row in run.told if rule not in planted.labels} - wanted
    return len(wanted) + len(planted.labels), len(found) + labels, len(beside)


def line(name: str, run: Run, planted: Planted) -> str:
    """Return one line of the table."""
    total, found, false = score(run, planted)
    return f"| {name} | {run.wall:.2f} | {run.cpu:.2f} | {run.peak_mb} | {found} of {total} | {false} |"


def main(argv: list[str]) -> int:
    """Print the table; 0 when the goal (25 ×, everything found, nothing false) was reached."""
    rows = int(argv[0]) if argv else 1_000_000
    install_peers()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        file, broken = scratch / "table.csv", scratch / "broken.csv"
        planted = make(file, rows, broken_bytes=False)
        damaged = make(broken, rows, broken_bytes=True)
        size = file.stat().st_size
        runs = sorted((ours(file, scratch) for _ in range(3)), key=lambda run: run.wall)
        bytes_run, other = ours(broken, scratch), peer(file, scratch)
        peer_bytes = peer(broken, scratch)
    best = runs[1]
    print(
        f"{rows:,} rows × 15 columns, {size:,} bytes; {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print("\n| program | wall s | CPU s | peak MB | planted found | false |\n|---|---|---|---|---|---|")
    print(line("springhead check (median of 3)", best, planted))
    print(line("frictionless validate", other, planted))
    print(line("springhead check, invalid bytes", bytes_run, damaged))
    print(line("frictionless validate, invalid bytes", peer_bytes, damaged))
    print(
        f"\nratio: {other.wall / best.wall:.1f} × by wall, {other.cpu / best.cpu:.1f} × by CPU (goal: 25 ×)"
    )
    total, found, false = score(best, planted)
    return 0 if found == total and not false and other.wall >= 25 * best.wall else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
