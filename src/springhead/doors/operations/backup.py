"""A backup: a consistent copy of the database, every file, the heads kept outside, and a manifest."""

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from springhead.doors.operations import database
from springhead.doors.operations.texts import FOLDER_NOT_EMPTY, NO_BACKUP
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.storage import LocalStorage, hash_file
from springhead.engine.storage.links import link
from springhead.foundation.ledger import queries
from springhead.foundation.ledger.entries import stamp

TYPE: Final = "springhead.backup.v1"
MANIFEST: Final = "manifest.json"
FILES: Final = "files.ndjson"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `head` is the newest signed head before the database was copied, {} when there is none."""

    made_at: str
    database: str
    database_sha256: str
    head: dict[str, Any]
    files: int
    size: int
    remote: str
    type: str = TYPE


def backup(folder: Path, *, secrets: Path | None = None, previous: Path | None = None) -> Manifest:
    """Write a backup into the empty folder `folder`; its manifest comes last, so half a backup is none.

    Files are hard links on the same disk, else copies, or links to those in `previous`, an earlier backup.
    The heads are copied before the database: a restored database can then never be shorter than they are.
    Secrets go to a folder of their own, or nowhere. Raises `Refused`.
    """
    _need_empty(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _copy_tree(Path(settings.SPRINGHEAD.heads), folder / "heads")
    _copy_tree(Path(settings.SPRINGHEAD.data) / "demo", folder / "demo")
    head = queries.latest_head()
    copy = database.copy_to(folder)
    files, size = _copy_files(folder, previous)
    if secrets is not None:
        _copy_secrets(secrets)
    manifest = Manifest(
        made_at=stamp(now()),
        database=copy.name,
        database_sha256=hash_file(copy).sha256,
        head=head.as_json() if head else {},
        files=files,
        size=size,
        remote=settings.SPRINGHEAD.storage,
    )
    _write(folder / MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


def read(folder: Path) -> Manifest:
    """Read the manifest of a finished backup. Raises `Refused` for anything else."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise Refused(NO_BACKUP.at(str(folder))) from error
    if manifest.type != TYPE:
        raise Refused(NO_BACKUP.at(str(folder)))
    return manifest


def _copy_files(folder: Path, previous: Path | None) -> tuple[int, int]:
    """Copy every blob and tombstone; return how many files there are and their bytes."""
    storage = settings.SPRINGHEAD.files
    local = isinstance(storage, LocalStorage)
    count = size = 0
    with (folder / FILES).open("w", encoding="utf-8") as listing:
        for sha256 in storage.hashes():
            bytes_ = _copy_file(storage.path(sha256), folder, previous) if local else 0
            listing.write(json.dumps({"sha256": sha256, "size": bytes_}) + "\n")
            count, size = count + 1, size + bytes_
    tombstones = LocalStorage(folder / "blobs", reserve=0)
    for sha256 in storage.tombstones():
        tombstones.purge(sha256)
    return count, size


def _copy_file(source: Path, folder: Path, previous: Path | None) -> int:
    place = Path(source.parts[-3], source.parts[-2], source.name)
    earlier = previous / "blobs" / place if previous else None
    link(earlier if earlier and earlier.exists() else source, folder / "blobs" / place)
    return source.stat().st_size


def _copy_tree(source: Path, target: Path) -> None:
    if source.exists():
        shutil.copytree(source, target)


def _copy_secrets(folder: Path) -> None:
    _need_empty(folder)
    shutil.copytree(settings.SPRINGHEAD.secrets, folder, dirs_exist_ok=True)
    folder.chmod(0o700)
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _need_empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise Refused(FOLDER_NOT_EMPTY.at(str(folder)))


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
