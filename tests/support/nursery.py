"""Real processes on a real database file, born to be killed.

A nursery is one Python process with Django set up on an installation of its own. It forks a child per
labelled step, lets the child die there, and reports what the database holds afterwards, one JSON line each.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = "tests.support.small_settings"


def run(module: str, data: Path, *arguments: str, timeout: float = 120, settings: str = SMALL) -> list[dict]:
    """Run `python -m module` on the installation in `data` and return the JSON lines it printed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT, env=environment(data, settings), capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def environment(data: Path, settings: str = SMALL) -> dict[str, str]:
    """Return the environment of a process on that installation; on PostgreSQL it gets a database of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"SPRINGHEAD_DIE_AT", "SPRINGHEAD_CLOCK"}
    }
    if kept.get("SPRINGHEAD_DATABASE"):
        kept["SPRINGHEAD_DATABASE"] = own_database(kept["SPRINGHEAD_DATABASE"], data)
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT), kept.get("PYTHONPATH", "")])
    return {
        **kept,
        "PYTHONPATH": path,
        "SPRINGHEAD_DATA": str(data),
        "SPRINGHEAD_DEMO": "0",
        "DJANGO_SETTINGS_MODULE": settings,
    }


def own_database(address: str, data: Path) -> str:
    """Make the database of an installation when it is not there yet; return its address."""
    import psycopg

    name = "nursery_" + hashlib.sha256(str(data).encode()).hexdigest()[:12]
    with psycopg.connect(address, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f"CREATE DATABASE {name}")
    return address.rpartition("/")[0] + f"/{name}"


def set_up() -> None:
    """In the nursery: load Django and make the tables."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def die_at(label: str, act) -> int:
    """In the nursery: let a child run `act` with the failpoint set; return the signal that ended it (0: none)."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.environ["SPRINGHEAD_DIE_AT"] = label
            act()
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(pid, 0)[1]
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)


def say(**line) -> None:
    """In the nursery: report one line."""
    print(json.dumps(line), flush=True)
