"""`./springhead bench consultations [COMMENTS VOTES]`: pages of consultations with 10,000 comments and 1,000,000 votes.

Every vote has its event in the ledger and is held against it before the pages are asked. One web process on SQLite;
pages are asked one after another (warm), then by eight clients. Client and server share the machine.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.lists import ROOT, line
from bench.search import command, free_port, serve

COMMENTS, VOTES = 10_000, 1_000_000
PAGES: Final = (
    ("front page", "/"),
    ("consultations", "/consultations/"),
    ("open: page", "/consultations/{open}"),
    ("open: comments, half way down", "/consultations/{open}?cursor={half}"),
    ("open: comments of one part", "/consultations/{open}?part=n7"),
    ("open: longest thread", "/consultations/{open}/comments/1"),
    ("open: ballot", "/consultations/{open}/statements"),
    ("open: comments, API", "/api/v1/consultations/{open}/comments"),
    ("answered: page", "/consultations/{answered}"),
    ("answered: answers", "/consultations/{answered}/answers"),
    ("answered: one comment", "/consultations/{answered}/comments/{half}"),
    ("answered: ballot and picture", "/consultations/{answered}/statements"),
    ("answered: picture, JSON", "/consultations/{answered}/picture.json"),
    ("agency", "/agencies/{agency}"),
)


def main(argv: list[str]) -> int:
    """Fill, serve, ask, print."""
    comments, votes = (int(argv[0]), int(argv[1])) if len(argv) > 1 else (COMMENTS, VOTES)
    folder = Path(tempfile.mkdtemp(prefix="springhead-bench-"))
    try:
        return measure(folder, comments, votes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, comments: int, votes: int) -> int:
    """Measure on an installation in `folder`."""
    env = {**os.environ, "SPRINGHEAD_DATA": str(folder), "SPRINGHEAD_DEMO": "0"}
    command(env, "manage", "migrate", "-v0")
    command(env, "manage", "load_content")
    start = time.perf_counter()
    numbers = filled(env, comments, votes)
    seconds = time.perf_counter() - start
    command(env, "manage", "reindex")
    command(env, "manage", "collectstatic", "-v0", "--noinput")
    port = free_port()
    server = serve(env, port)
    try:
        print(
            f"\n{comments:,} comments and {votes:,} votes with events, written, pictured and verified in {seconds:.0f} s; "
            f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, warm.\n"
        )
        print("| page | one client p50 / p95 ms | eight clients p50 / p95 ms |\n|---|---|---|")
        table(numbers, comments, port)
    finally:
        server.terminate()
        server.wait(10)
    return 0


def filled(env: dict[str, str], comments: int, votes: int) -> dict[str, str]:
    """Fill the installation of `env` in a process of its own; return numbers of the consultations, and the agency."""
    known = {
        **env, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "DJANGO_SETTINGS_MODULE": "springhead.config.settings",
    }  # fmt: skip
    words = [sys.executable, "-m", "bench.consultations_rows", str(comments), str(votes), "1"]
    told = subprocess.run(words, cwd=ROOT, env=known, check=True, stdout=subprocess.PIPE, text=True).stdout
    return {name: str(value) for name, value in json.loads(told).items()}


def table(numbers: dict[str, str], comments: int, port: int) -> None:
    """Print one line for every page of the consultations named in `numbers`; `bench cycle` may call it too."""
    for name, address in PAGES:
        print(line(name, address.format(**numbers, half=comments // 2), port), flush=True)
