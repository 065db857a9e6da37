"""Restoring a backup into a scratch folder, and saying in words whether it can be trusted."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from springhead.doors.operations import backup, database
from springhead.doors.operations.texts import BACKUP_DAMAGED, FOLDER_NOT_EMPTY
from springhead.engine.kernel.problems import Refused
from springhead.engine.storage import hash_file
from springhead.engine.storage.links import link


def unpack(folder: Path, into: Path, *, secrets: Path | None = None, address: str = "") -> backup.Manifest:
    """Put a backup into the empty data folder `into`; nothing of the running installation is touched.

    `secrets` is the folder they were saved in; without it a new installation key would be made, and the
    ledger could be read but not continued. `address` is an empty PostgreSQL database for a dump.
    Raises `Refused`: no backup, damaged, folder in use.
    """
    manifest = backup.read(folder)
    if into.exists() and any(into.iterdir()):
        raise Refused(FOLDER_NOT_EMPTY.at(str(into)))
    copy = folder / manifest.database
    if not copy.exists() or hash_file(copy).sha256 != manifest.database_sha256:
        raise Refused(BACKUP_DAMAGED.at(str(copy)))
    into.mkdir(parents=True, exist_ok=True)
    database.put_back(copy, into, address=address)
    for name in ("heads", "demo"):
        if (folder / name).exists():
            shutil.copytree(folder / name, into / name)
    for path in (folder / "blobs").glob("??/??/*"):
        link(path, into / "blobs" / path.relative_to(folder / "blobs"))
    if secrets is not None:
        shutil.copytree(secrets, into / "secrets")
    return manifest


def inspect_apart(into: Path, *, heads: Path, sample: int, address: str = "") -> int:
    """Check the restored data in a process of its own that sees nothing but them; return its exit code."""
    environment = {**os.environ, "SPRINGHEAD_DATA": str(into), "SPRINGHEAD_DATABASE": address}
    command = [sys.executable, "-m", "springhead.cli", "manage", "inspect_restored"]
    command += ["--heads", str(heads), "--sample", str(sample)]
    return subprocess.run(command, check=False, env=environment).returncode
