"""Where the catalogue keeps files: the content-addressed store, the scratch folder, the public folder."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from springhead.engine.storage import Storage, open_storage
from springhead.engine.storage.links import link

ENDINGS: Final = {"sqlite": "sqlite", "duckdb": "duckdb", "parquet": "parquet", "findings": "ndjson"}


@cache
def _open(folder: Path, address: str) -> Storage:
    return open_storage(folder, address)


def blobs() -> Storage:
    """Return the store of this installation."""
    return _open(settings.SPRINGHEAD.blobs, settings.SPRINGHEAD.storage)


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """Give a folder of one's own that is empty before and gone afterwards."""
    folder = Path(settings.SPRINGHEAD.scratch) / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def public_name(sha256: str, kind: str) -> str:
    """Return the name of a published file, relative to the public folder."""
    return f"blobs/{sha256}.{ENDINGS.get(kind, 'bin')}"


def offer(sha256: str, name: str) -> None:
    """Show stored content in the public folder under a name (a hard link; a copy across disks); twice is harmless."""
    target = Path(settings.SPRINGHEAD.public) / name
    if not target.exists():
        link(blobs().path(sha256), target)
