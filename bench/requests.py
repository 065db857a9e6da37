"""`./springhead bench requests [FOLDER]`: requests filed and answered through the public API on the settable clock.

The real requests of the archives in FOLDER (or as many made-up ones) are filed in the order of their days, eight years later, the demo clock
set to each; some days later every agency answers. Every receipt is verified with the verifier people get, every due day is
compared with one counted here by hand. Then, on one day, eight clients file and answer at once, a third of the answers
with links to the pretend agency's site. On SQLite, and on PostgreSQL where it is installed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bench.serving import command, free_port, percentile, serve

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "requests"
AT_ONCE = 400
NAMES = ("SQLite", "PostgreSQL")
LATER = 8  # years: the rules hold from 2020 on
REFUSAL = "本項資料含有當事人姓名與就醫紀錄，去識別化後樣本過小，仍可能間接識別個人，侵害其隱私。"


def main(argv: list[str]) -> int:
    """Measure on SQLite, then on PostgreSQL."""
    wanted = requests_of(Path(argv[0]) if argv else SHARED)
    print(f"\n{len(wanted)} requests; {os.cpu_count()} cores, client and server on the same machine.\n")
    print(
        "| database | commands | per second, one client | p50 / p95 ms | per second, eight clients | receipts | due days |"
    )
    print("|---|---|---|---|---|---|---|")
    for name in NAMES:
        with ExitStack() as stack:
            folder = Path(tempfile.mkdtemp(prefix="springhead-bench-"))
            stack.callback(shutil.rmtree, folder, True)
            env = {**os.environ, "SPRINGHEAD_DATA": str(folder), "SPRINGHEAD_DEMO": "1"}
            if name == "PostgreSQL":
                if not list(Path("/usr/lib/postgresql").glob("*/bin")):
                    print("| PostgreSQL | not installed here | | | | | |")
                    continue
                from tests.run import postgresql

                env["SPRINGHEAD_DATABASE"] = stack.enter_context(postgresql())
            print(Run(env, folder, stack).line(name, wanted), flush=True)
    return 0


def requests_of(folder: Path) -> list[tuple[date, str, str, list[str]]]:
    """Return day, title, purpose and fields of every request, by day; one without a day comes on the day before it."""
    from springhead.procedures.data_requests import history

    found: list[tuple[date, str, str, list[str]]] = []
    day = date(2014, 1, 2)
    archives = (
        [history.read(path) for path in sorted(folder.glob("datagovtw_*requests*_2019.csv"))]
        if folder.exists()
        else []
    )
    joined = history.join(archives) or [
        history.HistoricalRequest(
            str(n), f"示範請求第 {n} 件", "示範資料", ("甲", "乙"), "示範用途的說明文字。"
        )
        for n in range(856)
    ]
    for one in sorted(joined, key=lambda one: one.asked_on or day):
        day = max(day, one.asked_on or day)
        shifted = day.replace(year=day.year + LATER)
        title = (one.title or one.dataset or "示範請求")[:200]
        found.append(
            (
                shifted,
                title if len(title) >= 4 else f"{title}的資料",
                one.reason or "示範用途的說明文字。",
                list(one.fields)[:50],
            )
        )
    return found


class Run:
    """One installation, its keys, and what was measured on it."""

    def __init__(self, env: dict[str, str], folder: Path, stack: ExitStack) -> None:
        self.clock = folder / "demo" / "clock.json"
        self.set_clock(date(2014 + LATER, 1, 1))  # a ledger's time only goes forward
        command(env, "manage", "migrate", "-v0")
        command(env, "manage", "load_content")
        told = subprocess.run(
            [sys.executable, "-m", "bench.requests_people"], cwd=ROOT, check=True, capture_output=True, text=True,
            env={**env, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "springhead.config.settings"},
        )  # fmt: skip
        people = json.loads(told.stdout)
        self.agencies, self.asker, self.officer = people["agencies"], people["asker"], people["officer"]
        self.port = free_port()
        server = serve({**env, "SPRINGHEAD_ADDRESS": f"http://127.0.0.1:{self.port}"}, self.port)
        stack.callback(server.wait, 20)
        stack.callback(server.terminate)
        looks = subprocess.Popen(
            [sys.executable, "-m", "springhead.cli", "manage", "work", "--lane", "look"],
            env={
                **env,
                "PYTHONPATH": str(ROOT / "src"),
                "SPRINGHEAD_ADDRESS": f"http://127.0.0.1:{self.port}",
            },
        )
        stack.callback(looks.wait, 20)
        stack.callback(looks.terminate)
        self.keys = {key["id"]: key for key in self.get("/ledger/keys.json")["keys"]}
        self.taken: list[float] = []
        self.receipts = self.days = 0

    def line(self, name: str, wanted: list[tuple[date, str, str, list[str]]]) -> str:
        """File and answer everything; return the line of the table."""
        waiting: list[tuple[date, str, int]] = []
        for n, (day, title, reason, fields) in enumerate(wanted):
            while waiting and waiting[0][0] <= day:
                self.answer(*waiting.pop(0))
            self.set_clock(day)
            number = self.file(n, day, title, reason, fields)
            waiting.append((day + timedelta(days=1 + n % 20), number, n))
            waiting.sort()
        for one in waiting:
            self.answer(*one)
        one_client, alone = self.taken, len(self.taken) / sum(self.taken)
        self.taken = []
        crowd = self.crowd()
        times = f"{percentile(one_client, 50) * 1000:.0f} / {percentile(one_client, 95) * 1000:.0f}"
        return (
            f"| {name} | {len(one_client)} + {len(self.taken)} | {alone:.1f} | {times} | {crowd:.1f} "
            f"| {self.receipts} verified | {self.days} equal |"
        )

    def set_clock(self, day: date) -> None:
        """Let the server believe it is ten in the morning of a Taipei day."""
        moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        self.clock.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(json.dumps({"offset": moment.timestamp() - time.time()}))
        fresh.replace(self.clock)

    def file(self, n: int, day: date, title: str, reason: str, fields: list[str]) -> str:
        """File one request; return the number of its part."""
        body = {
            "title": title,
            "items": [{"title": title, "fields": fields}],
            "reason": reason if len(reason) >= 10 else f"{reason}（示範用途的說明）",
            "agencies": [self.agencies[n % len(self.agencies)]],
        }
        told = self.post("/api/v1/requests", body, self.asker, f"ask-{n}-{day}")
        assert told["due_on"] == due(day).isoformat(), (day, told["due_on"], due(day))
        self.days += 1
        self.verify(told["receipt"])
        return str(told["parts"][0])

    def answer(self, day: date, number: str, n: int) -> None:
        """Answer a part on a day, with one of the answers that can be sent."""
        self.set_clock(day)
        until = (day + timedelta(days=30)).isoformat()
        said = (
            {"outcome": "will_open", "until": until},
            {"outcome": "not_collected", "reason": "本機關沒有蒐集這個欄位。", "planned": "no"},
            {
                "outcome": "refused",
                "grounds": ["foi-18-1-6"],
                "reason": REFUSAL,
                "partial": "已評估改提供統計，仍有疑慮。",
            },
        )[n % 3]
        self.give(number, said, f"answer-{n}")

    def give(self, number: str, said: dict[str, Any], key: str) -> None:
        """Send an answer and verify its receipt."""
        body = {"items": [{"item": 1, **said}]}
        told = self.post(f"/api/v1/cases/{number}/commands/answer", body, self.officer, key)
        self.verify(told["receipt"])

    def crowd(self) -> float:
        """Let eight clients file and answer on one day, a third with a link that was looked at; return commands a second."""
        day = date(2026, 3, 2)
        self.set_clock(day)
        link = f"http://127.0.0.1:{self.port}/demo/agency-site/levels.csv"
        self.look_at(link)
        self.taken = []
        begun = time.perf_counter()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: self.both(n, day, link), range(AT_ONCE)))
        return 2 * AT_ONCE / (time.perf_counter() - begun)

    def both(self, n: int, day: date, link: str) -> None:
        """File and answer one."""
        number = self.file(100_000 + n, day, f"示範請求第 {n} 件", "示範用途的說明文字。", [])
        said: dict[str, Any] = {"outcome": "already_open", "links": [link]}
        if n % 3:
            said = {"outcome": "will_open", "until": (day + timedelta(days=30)).isoformat()}
        self.give(number, said, f"crowd-{n}")

    def look_at(self, link: str) -> None:
        """Have the link looked at, and wait for the verdict."""
        for _ in range(60):
            told = self.post("/api/v1/checks", {"url": link}, self.officer, "look")
            if not told["pending"]:
                assert told["verdict"] == "ok", told
                return
            time.sleep(1)
        raise AssertionError(f"nobody looked at {link}")

    def verify(self, address: str) -> None:
        """Verify a receipt as anybody can."""
        from springhead.engine.kernel import verify

        verify.check_receipt(self.get(address), self.keys)
        self.receipts += 1

    def get(self, path: str) -> Any:
        """Read one address."""
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return json.load(answer)

    def post(self, path: str, body: dict[str, Any], secret: str, key: str) -> Any:
        """Give one command; how long it took is kept."""
        headers = {
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        request = Request(f"http://127.0.0.1:{self.port}{path}", json.dumps(body).encode(), headers)
        begun = time.perf_counter()
        try:
            with urlopen(request, timeout=60) as answer:
                told = json.load(answer)
        except HTTPError as error:
            raise AssertionError(f"{path}: {error.read().decode()[:600]}") from error
        self.taken.append(time.perf_counter() - begun)
        return told


def due(day: date) -> date:
    """Count by hand: fourteen days after day 0, and on to the next day on which offices work."""
    from holidays import country_holidays

    last = day + timedelta(days=14)
    while True:
        year = country_holidays("TW", years=last.year, expand=False)
        made_up = last in year.weekend_workdays
        labour = (last.month, last.day) == (5, 1) and last.year < 2026  # offices worked on it until 2025
        rest = not made_up and (last.weekday() >= 5 or (last in year and not labour))
        if not rest:
            return last
        last += timedelta(days=1)
