"""Files shown to another folder without copying them: hard links, and copies where a disk ends."""

import os
import shutil
from pathlib import Path
from uuid import uuid4


def link(source: Path, target: Path) -> Path:
    """Make `target` the same file as `source`, in one step for whoever reads it; a copy on another disk.

    A link costs no space and keeps its content when the source is deleted, so a purge removes both.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.samefile(source):
        return target
    fresh = target.parent / f".{uuid4().hex}"
    try:
        _link_or_copy(source, fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return target


def publish(source: Path, folder: Path, sha256: str, extension: str) -> Path:
    """Show a stored file to the data plane as `{folder}/blobs/{sha256}.{extension}`."""
    return link(source, folder / "blobs" / f"{sha256}.{extension.lstrip('.')}")


def withdraw(folder: Path, sha256: str) -> int:
    """Remove every published link to a file, whatever its extension; return how many there were."""
    links = list((folder / "blobs").glob(f"{sha256}.*"))
    for path in links:
        path.unlink(missing_ok=True)
    return len(links)


def _link_or_copy(source: Path, fresh: Path) -> None:
    try:
        os.link(source, fresh)
    except OSError:
        shutil.copyfile(source, fresh)
        fresh.chmod(0o444)
