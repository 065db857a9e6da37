"""An installation of its own for a bench: filled, served by one web process, asked over HTTP, gone afterwards."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
ROUNDS: Final = 40


@contextmanager
def installation() -> Iterator[dict[str, str]]:
    """Yield the environment of an installation that has its tables and content and nothing else."""
    folder = Path(tempfile.mkdtemp(prefix="springhead-bench-"))
    env = {**os.environ, "SPRINGHEAD_DATA": str(folder), "SPRINGHEAD_DEMO": "0"}
    try:
        command(env, "manage", "migrate", "-v0")
        command(env, "manage", "load_content")
        yield env
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def served(env: dict[str, str]) -> Iterator[int]:
    """Yield the port of a web process on an installation whose rows are all there."""
    command(env, "manage", "reindex")
    command(env, "manage", "collectstatic", "-v0", "--noinput")
    port = free_port()
    server = serve(env, port)
    try:
        yield port
    finally:
        server.terminate()
        server.wait(10)


def heading(what: str) -> None:
    """Print what is measured, on what machine, and the head of the table."""
    print(f"\n{what}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, warm.\n")
    print("| page | one client p50 / p95 ms | eight clients p50 / p95 ms |\n|---|---|---|")


def table(pages: Iterable[tuple[str, str]], port: int, *, word: str = "", cookie: str = "") -> None:
    """Print a line for every page whose name has the word, asked as whoever the cookie is of."""
    for name, address in pages:
        if word in name:
            print(line(name, address, port, cookie), flush=True)


def line(name: str, address: str, port: int, cookie: str = "") -> str:
    """Ask one page, one after another and by eight clients, and return its line of the table."""
    visit(port, address, cookie)
    one = [visit(port, address, cookie) for _ in range(ROUNDS)]
    with ThreadPoolExecutor(8) as pool:
        eight = list(pool.map(lambda _n: visit(port, address, cookie), range(ROUNDS)))
    told = " | ".join(f"{percentile(taken, 50):.1f} / {percentile(taken, 95):.1f}" for taken in (one, eight))
    return f"| {name} | {told} |"


def python(env: dict[str, str], module: str, *words: str) -> str:
    """Run a module of the benches in the installation; return what it printed."""
    known = {
        **env,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "DJANGO_SETTINGS_MODULE": "springhead.config.settings",
    }
    called = [sys.executable, "-m", module, *words]
    return subprocess.run(called, cwd=ROOT, env=known, check=True, stdout=subprocess.PIPE, text=True).stdout


def visit(port: int, address: str, cookie: str = "") -> float:
    """Return milliseconds for one page, as whoever the cookie is of."""
    start = time.perf_counter()
    body(port, address, cookie)
    return (time.perf_counter() - start) * 1000


def body(port: int, address: str, cookie: str = "") -> str:
    """Fetch a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.status}")
    connection.close()
    return text


def follow(port: int, address: str) -> str:
    """Return where an address leads in the end (the full address of a dataset has its name in it)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    return answer.headers["Location"] if answer.status in (301, 302) else address


def serve(env: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    """Start the web process alone and wait until it answers."""
    line = [
        sys.executable,
        "-m",
        "uvicorn",
        "springhead.config.asgi:app",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(line, env={**env, "PYTHONPATH": str(ROOT / "src")})
    for _ in range(200):
        try:
            body(port, "/robots.txt")
        except OSError:
            time.sleep(0.1)
        else:
            break
    return server


def command(env: dict[str, str], *words: str) -> str:
    """Run one command of the product; returns what it printed."""
    line = [sys.executable, "-m", "springhead.cli", *words]
    environment = {**env, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(line, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def timed(work: Callable[[], object]) -> float:
    """Return seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def percentile(times: list[float], part: int) -> float:
    """Return a percentile of measured times."""
    return sorted(times)[min(len(times) - 1, len(times) * part // 100)]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
