"""`./springhead test`: style, types and layers first, then the tests. `--all` adds PostgreSQL and browsers.

Everything is installed here, so that CI and a newcomer run the same line. The last thing printed is
pytest's own closing line.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
DEBIAN = ("chromium", "fonts-noto-cjk", "postgresql")
CHECKS = (
    ("ruff check", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("import-linter", ["lint-imports"]),
    ("djlint", ["djlint", "src", "--lint", "--quiet"]),
    ("mypy", ["mypy"]),
)


def main() -> int:
    """Run everything asked for; 1 when anything failed."""
    parser = argparse.ArgumentParser("springhead test")
    parser.add_argument("--all", action="store_true", help="also PostgreSQL, browser and contract tests")
    parser.add_argument("--fast", action="store_true", help="tests only, without style and types")
    options, rest = parser.parse_known_args()
    if options.all:
        install_debian()
    failed = [] if options.fast else [name for name, line in CHECKS if not passes(name, line)]
    code = run_pytest("SQLite", "not browser" if options.all else "not browser and not contract", rest)
    if options.all:
        # Browser tests keep an event loop running in their process; the others start loops of their own.
        code = run_pytest("Chromium", "browser", rest) or code
        code = run_on_postgresql(rest) or code
    if failed:
        print("未通過 failed: " + ", ".join(failed))
    return 1 if failed or code else 0


def passes(name: str, line: list[str]) -> bool:
    """Run one checker and show its output only when it finds something."""
    start = time.monotonic()
    result = subprocess.run(
        [str(BIN / line[0]), *line[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    print(f"{'✓' if result.returncode == 0 else '✗'} {name} ({time.monotonic() - start:.0f} s)", flush=True)
    if result.returncode:
        print(result.stdout[-8000:], result.stderr[-4000:], flush=True)
    return result.returncode == 0


def run_pytest(what: str, wanted: str, rest: list[str], **environment: str) -> int:
    """Run the tests that bear these marks on two processes and return pytest's exit code."""
    print(f"» pytest ({what})", flush=True)
    line = [str(BIN / "python"), "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "-m", wanted]
    return subprocess.run([*line, *rest], cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def run_on_postgresql(rest: list[str]) -> int:
    """Run the database-marked tests again on a PostgreSQL of our own; a browser sees the same pages either way."""
    with postgresql() as address:
        return run_pytest("PostgreSQL", "database and not browser", rest, SPRINGHEAD_DATABASE=address)


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a private PostgreSQL on loopback in a scratch folder; yield its address; end it."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]  # noqa: FURB192
    folder = Path(tempfile.mkdtemp(prefix="springhead-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    port = free_port()
    subprocess.run(
        [
            *as_user,
            str(programs / "initdb"),
            "-D",
            str(folder / "db"),
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    settings = f"-p {port} -k {folder} -h 127.0.0.1 -c fsync=off -c full_page_writes=off"
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(folder / "db"), "-w"]
    subprocess.run(
        [*control, "-o", settings, "-l", str(folder / "log"), "start"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port nobody listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def install_debian() -> None:
    """Install the browser, the fonts and the database server where they are missing and we may."""
    missing = [
        name
        for name in DEBIAN
        if subprocess.run(["dpkg", "-s", name], capture_output=True, check=False).returncode
    ]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print("缺少 missing: " + " ".join(missing) + "；相關測試會略過 their tests are skipped", flush=True)
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print("» apt-get install " + " ".join(missing), flush=True)
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=True)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing],
        env=quiet,
        check=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    sys.exit(main())
