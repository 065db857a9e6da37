"""Copying the database while it is in use: SQLite by its backup interface, PostgreSQL by its own tools."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.db import connection

from springhead.doors.operations.texts import DATABASE_NEEDED, TOOL_FAILED
from springhead.engine.kernel.problems import Refused

SQLITE_FILE: Final = "springhead.sqlite3"
DUMP_FILE: Final = "springhead.dump"


def copy_to(folder: Path) -> Path:
    """Write one consistent copy of the database into `folder`; readers and writers go on meanwhile."""
    if connection.in_atomic_block:
        raise RuntimeError("a copy taken inside a transaction would hold what may yet be rolled back")
    if connection.vendor == "postgresql":
        target = folder / DUMP_FILE
        settings = connection.settings_dict
        command = ["pg_dump", "--format=custom", "--no-owner", f"--file={target}", *_address(settings)]
        _run(command, settings)
        return target
    target = folder / SQLITE_FILE
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return target


def put_back(copy: Path, into: Path, *, address: str = "") -> None:
    """Restore a copy: a SQLite file into the data folder `into`, a dump into the empty database at `address`."""
    if copy.name == SQLITE_FILE:
        shutil.copyfile(copy, into / SQLITE_FILE)
        return
    if not address:
        raise Refused(DATABASE_NEEDED.at())
    parts = urlsplit(address)
    settings = {
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "NAME": parts.path.lstrip("/"),
    }
    _run(["pg_restore", "--no-owner", "--exit-on-error", *_address(settings), str(copy)], settings)


def _address(settings: Mapping[str, Any]) -> list[str]:
    """Return host, port, user and name as both tools take them; the password goes by the environment."""
    given = {"--host": "HOST", "--port": "PORT", "--username": "USER", "--dbname": "NAME"}
    return [f"{option}={settings[name]}" for option, name in given.items() if settings.get(name)]


def _run(command: Sequence[str], settings: Mapping[str, Any]) -> None:
    environment = {**os.environ, "PGPASSWORD": str(settings.get("PASSWORD") or "")}
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    except FileNotFoundError as error:
        raise Refused(TOOL_FAILED.at(command[0], reason=str(error))) from error
    if done.returncode:
        raise Refused(TOOL_FAILED.at(command[0], reason=done.stderr.strip()[-500:]))
