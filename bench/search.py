"""`./springhead bench search [CATALOGUE]`: import, index, search with facets and pages, at national scale.

Without a file the real catalogue beside the project is used where it is present, else a made one of the same
size. Client and server share the machine; the pages are asked one after another (warm), then by eight clients.
"""

import csv
import os
import random
import shutil
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from bench.serving import ROOT, body, command, follow, percentile, served, timed, visit

REAL = ROOT.parent / "shared" / "data" / "catalogues" / "datagovtw_catalogue_2026_03.csv.gz"
WORDS = [
    "水庫",
    "空品",
    "停車",
    "幼兒園",
    "公廁",
    "實價登錄",
    "YouBike",
    "登革熱",
    "地震",
    "預算",
    "人口",
    "醫院",
    "台北 公車",
    "高雄 統計",
]
ROUNDS = 200


def main(argv: list[str]) -> int:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="springhead-bench-"))
    try:
        return measure(folder, Path(argv[0]) if argv else None)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, given: Path | None) -> int:
    """Import, index, serve, ask."""
    catalogue = given or (REAL if REAL.exists() else made(folder / "made.csv"))
    env = {**os.environ, "SPRINGHEAD_DATA": str(folder / "data"), "SPRINGHEAD_DEMO": "0"}
    for name in ("data", "data/index", "data/usage"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    command(env, "manage", "migrate", "-v0")
    command(env, "manage", "load_content")
    first = timed(lambda: command(env, "import", "catalogue", str(catalogue)))
    second = timed(lambda: nothing_changes(env, catalogue))
    rebuild = timed(lambda: command(env, "manage", "reindex"))
    with served(env) as port:
        answers = times(port)
    print(
        f"\nCatalogue: {'real, March 2026' if catalogue == REAL else catalogue.name}; {os.cpu_count()} cores, warm.\n"
    )
    print("| measure | result |\n|---|---|")
    print(f"| first import, with its index | {first:.1f} s |")
    print(f"| second import, which says that nothing changed | {second:.1f} s |")
    print(f"| index rebuild, whole process | {rebuild:.1f} s |")
    for name, taken in answers.items():
        print(f"| {name} | p50 {percentile(taken, 50):.1f} ms, p95 {percentile(taken, 95):.1f} ms |")
    return 0


def nothing_changes(env: dict[str, str], catalogue: Path) -> None:
    """Import once more; stops the bench unless the product says that nothing changed, and its tables agree."""
    before = written(env)
    said = command(env, "import", "catalogue", str(catalogue))
    if "Nothing changed." not in said or "added 0" not in said or "changed 0" not in said:
        raise SystemExit(f"The second import should change nothing, but said:\n{said[-2000:]}")
    if written(env) != before:
        raise SystemExit(
            f"The second import said that nothing changed, but wrote: {before} -> {written(env)}"
        )


def written(env: dict[str, str]) -> tuple[object, ...]:
    """Return what a change would leave behind: events, datasets, links, and the latest change."""
    with closing(sqlite3.connect(Path(env["SPRINGHEAD_DATA"]) / "springhead.sqlite3")) as database:
        sql = (
            "SELECT (SELECT count(*) FROM ledger_event), count(*), max(modified),"
            " (SELECT count(*) FROM catalog_distribution) FROM catalog_dataset"
        )
        return tuple(database.execute(sql).fetchone())


def times(port: int) -> dict[str, list[float]]:
    """Return milliseconds per page, for one client and for eight at once."""
    searches, pages = ask(port)
    taken = {}
    for name, addresses in (("search page with facets", searches), ("dataset page", pages)):
        taken[f"{name}, one client"] = [visit(port, address) for address in addresses]
        with ThreadPoolExecutor(8) as pool:
            taken[f"{name}, eight clients"] = list(pool.map(lambda address: visit(port, address), addresses))
    return taken


def ask(port: int) -> tuple[list[str], list[str]]:
    """Return distinct search addresses, and addresses of datasets found by them; both visited once to warm up."""
    picks = random.Random(7)
    searches = [
        f"/search?q={quote(picks.choice(WORDS))}&format={picks.choice(['', 'CSV', 'JSON'])}&cursor={picks.randint(1, 3)}&n={n}"
        for n in range(ROUNDS)
    ]
    found: set[str] = set()
    for address in searches[:40]:
        text = body(port, address)
        found |= {
            piece.split('"')[0] for piece in text.split('href="/datasets/')[1:] if piece.startswith("ds_")
        }
    pages = [f"/datasets/{name}" for name in sorted(found)]
    pages = [follow(port, address) for address in pages]
    for address in pages[:20]:
        body(port, address)
    return searches, (pages * (ROUNDS // max(len(pages), 1) + 1))[:ROUNDS]


def made(path: Path) -> Path:
    """Write a made catalogue of 52,552 datasets."""
    picks = random.Random(1)
    places = ["臺北市", "新北市", "桃園市", "臺中市", "臺南市", "高雄市", "新竹縣", "花蓮縣", "全國"]
    things = [
        "停車場資訊",
        "公廁位置",
        "空氣品質監測",
        "水庫水情",
        "幼兒園名錄",
        "人口統計",
        "預算書",
        "交通事故",
        "實價登錄",
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["資料集識別碼", "資料集名稱", "提供機關", "檔案格式", "資料下載網址"])
        for number in range(52_552):
            place, thing = picks.choice(places), picks.choice(things)
            title = f"{place}{picks.randint(100, 115)}年{thing}-{number % 97}"
            links = ";".join(
                f"https://data.example/{number}/{n}" for n in range(picks.choice([1, 1, 1, 4, 12]))
            )
            writer.writerow(
                [number, title, f"{place}政府第{number % 40}處", picks.choice(["csv", "json", "xlsx"]), links]
            )
    return path
